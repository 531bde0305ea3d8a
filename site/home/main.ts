// The first page. What is needed to read it comes first; the package is loaded after that.
import numbers from "made:numbers";
import { byId } from "../shared/dom.js";
import { watch, whenIdle } from "../shared/motion.js";
import { startPage } from "../shared/page.js";

/** Once, as soon as the element is on the screen and the browser has time. */
const whenSeen = (id: string): Promise<void> =>
  new Promise((resolve) => {
    const end = watch(byId(id, HTMLElement), (isSeen) => {
      if (!isSeen) return;
      end();
      void whenIdle().then(resolve);
    });
  });

startPage();
byId("functions-count", HTMLElement).textContent = String(numbers.functions);
byId("worst", HTMLElement).textContent = (Math.ceil(100 * numbers.worst) / 100).toFixed(2);
byId("size", HTMLElement).textContent = numbers.relu;

// The network is drawn at once, but learns later: the race measures, and the training would disturb it.
const network = whenSeen("network").then(async () => (await import("./networkView.js")).startNetwork());
await whenSeen("race");
const { startRace } = await import("./raceView.js");
await startRace()();
const { showBackend } = await import("../shared/backend.js");
showBackend();
(await network)();
document.body.dataset["ready"] = "home";
