// What the browsers visit: the packed package as npm unpacks it, and a page of checks; the same under three policies, the first part of the path.
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import sirv from "sirv";

const root = fileURLToPath(new URL("../..", import.meta.url));
const pages = join(root, "test/browsers/pages");

const own = "default-src 'none'; img-src data:; worker-src 'self'; script-src 'self'";
/** Content Security Policies by name. */
const policies = { open: undefined, "wasm-unsafe-eval": `${own} 'wasm-unsafe-eval'`, strict: own } as const;
export type Policy = keyof typeof policies;

/** The tarball, unpacked into a folder of its own. */
const unpack = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "relu-simd-browsers-"));
  const [{ filename }] = JSON.parse(
    execFileSync("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], { cwd: root, encoding: "utf8" }),
  ) as [{ filename: string }];
  execFileSync("tar", ["-xzf", filename, "--strip-components=1"], { cwd: folder });
  return folder;
};

/** The checks, on the packed entry instead of the sources and with the vectors inside. */
const buildPages = async (folder: string): Promise<void> => {
  const vectors = readdirSync(join(root, "test/vectors")).filter((name) => name.endsWith(".json"));
  await build({
    entryPoints: ["page.ts", "worker.ts", "check.ts"].map((name) => join(pages, name)),
    outdir: join(folder, "checks"),
    bundle: true,
    format: "esm",
    target: "es2022",
    plugins: [
      {
        name: "packed",
        setup: ({ onResolve, onLoad }) => {
          onResolve({ filter: /\/src\/index\.js$/ }, () => ({ path: "../dist/index.js", external: true }));
          onResolve({ filter: /^\.\/check\.js$/ }, () => ({ path: "./check.js", external: true }));
          onLoad({ filter: /support\/host\.ts$/ }, () => ({
            contents: `export const vectorFiles = [${vectors.map((name) => readFileSync(join(root, "test/vectors", name), "utf8"))}];`,
          }));
        },
      },
    ],
  });
  cpSync(join(pages, "index.html"), join(folder, "checks/index.html"));
};

export interface Site {
  url(policy: Policy, path: string): string;
  close(): void;
}

export const openSite = async (): Promise<Site> => {
  const folder = unpack();
  await buildPages(folder);
  const complaints = readFileSync(join(pages, "complaints.js"), "utf8");
  const files = sirv(folder, { etag: true });

  const server = createServer((request, response) => {
    const [, policy = "", path = ""] = /^\/([\w-]+)(\/.*)$/.exec(request.url ?? "") ?? [];
    const csp = policies[policy as Policy];
    if (csp) response.setHeader("Content-Security-Policy", csp);
    if (path === "/complaints.js") response.setHeader("Content-Type", "text/javascript").end(complaints);
    else if (path.replace(/\?.*/, "").endsWith("/")) {
      const html = readFileSync(join(folder, path.replace(/\?.*/, ""), "index.html"), "utf8");
      response.setHeader("Content-Type", "text/html").end(html.replace("<head>", `<head><script src="/${policy}/complaints.js"></script>`));
    } else {
      request.url = path;
      files(request, response, () => void response.writeHead(404).end());
    }
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  return {
    url: (policy, path) => `http://127.0.0.1:${port}/${policy}/${path}`,
    close: () => {
      server.close();
      server.closeAllConnections();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
