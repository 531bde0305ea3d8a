// The built site at an address, with the headers that a strict server sends.
import { once } from "node:events";
import { createServer } from "node:http";
import sirv from "sirv";
import { headers } from "./policy.js";

/** The address. It is served until the process ends. */
export const serve = async (folder: string, port: number): Promise<string> => {
  // "dev": files are read anew, so that a build beside it shows.
  const files = sirv(folder, { dev: true, etag: true });
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    files(request, response, () => void response.writeHead(404, { "Content-Type": "text/plain" }).end("not found"));
  }).listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return `http://127.0.0.1:${address.port}/`;
};
