// The built site, served twice: as it is, and with a script at the head of each page that keeps what the console shows.
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { serve } from "../../scripts/site/serve.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const built = join(root, "build/site");
const kept = join(root, "build/site-kept");

export const hasTfjs = (): boolean => existsSync(join(built, "tfjs"));

export const openSite = async (): Promise<{ readonly plain: string; readonly kept: string }> => {
  if (!existsSync(join(built, "index.html"))) throw new Error("there is no build/site: run npm run site");
  rmSync(kept, { recursive: true, force: true });
  cpSync(built, kept, { recursive: true });
  cpSync(join(root, "test/browsers/pages/complaints.js"), join(kept, "complaints.js"));
  for (const file of readdirSync(kept).filter((name) => name.endsWith(".html"))) {
    const html = readFileSync(join(kept, file), "utf8");
    // Behind the policy, which allows it.
    writeFileSync(join(kept, file), html.replace("</title>", '</title><script src="complaints.js"></script>'));
  }
  return { plain: await serve(built, 0), kept: await serve(kept, 0) };
};
