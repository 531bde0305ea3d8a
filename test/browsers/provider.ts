// Lets vitest run its tests in WebKitGTK, for which it has no provider of its own: it only needs a page opened.
import { defineBrowserProvider } from "@vitest/browser";
import { type Session, startWebKit } from "./webdriver.js";

export const webkitgtk = () =>
  defineBrowserProvider({
    name: "webkitgtk",
    supportedBrowser: ["webkit"],
    providerFactory: () => {
      let session: Session | undefined;
      return {
        name: "webkitgtk",
        supportsParallelism: false,
        getCommandsContext: () => ({}),
        openPage: async (_, url) => {
          session ??= await startWebKit();
          await session.go(url);
        },
        close: async () => {
          await session?.close();
          session = undefined;
        },
      };
    },
  });
