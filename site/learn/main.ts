// Text and figures: what the text claims is computed while it is read.
import { showBackend } from "../shared/backend.js";
import { startPage } from "../shared/page.js";
import { bend } from "./figures/bend.js";
import { bent } from "./figures/bent.js";
import { corner } from "./figures/corner.js";
import { cures } from "./figures/cures.js";
import { depth } from "./figures/depth.js";
import { graves } from "./figures/graves.js";
import { middles } from "./figures/middles.js";
import { odds } from "./figures/odds.js";
import { price } from "./figures/price.js";
import { silent } from "./figures/silent.js";
import { squash } from "./figures/squash.js";
import { swell } from "./figures/swell.js";
import { variants } from "./figures/variants.js";

startPage();
showBackend();
for (const figure of [bent, bend, silent, price, squash, depth, odds, variants, graves, middles, swell, corner, cures]) figure();
