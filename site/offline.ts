// The service worker: keeps the files of the site, and answers with them. Another version of the site is another service worker, since the
// build writes FILES and VERSION into it. It fetches all files anew, waits until no page of the version before is open, so that none gets parts
// of another version, and forgets what that one has kept.

declare const FILES: readonly string[];
declare const VERSION: string;

/** What of a service worker's global is used. TypeScript has its types in a library that contradicts that of pages. */
interface Extendable extends Event {
  waitUntil(promise: Promise<unknown>): void;
}
interface Fetching extends Extendable {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}
interface Scope {
  readonly registration: { readonly scope: string };
  readonly clients: { claim(): Promise<void> };
  addEventListener(type: "install" | "activate", listen: (event: Extendable) => void): void;
  addEventListener(type: "fetch", listen: (event: Fetching) => void): void;
}
const scope = self as unknown as Scope;

const PREFIX = "relu-simd-site ";
/** Caches of one origin are shared, and other sites may be beside this one. */
const own = `${PREFIX}${scope.registration.scope} `;
const current = `${own}${VERSION}`;

/** TensorFlow.js is large: it is kept once somebody has asked for it. */
const isLater = (file: string): boolean => file.startsWith("tfjs/");
const known: ReadonlySet<string> = new Set(FILES);

/** A file of the site by a request's address; nothing for what is not of it. */
const fileOf = ({ url, method }: Request): string | undefined => {
  const { origin, pathname } = new URL(url);
  const base = new URL(scope.registration.scope);
  if (method !== "GET" || origin !== base.origin || !pathname.startsWith(base.pathname)) return undefined;
  const file = pathname.slice(base.pathname.length) || "index.html";
  return known.has(file) ? file : undefined;
};

const addressOf = (file: string): string => new URL(file, scope.registration.scope).href;

/**
 * Without the address that it came from. A worker would take that for its own, and lose what its query asks for; and navigations refuse an
 * answer that was redirected, as servers do from index.html to "/".
 */
const plain = (response: Response): Response => new Response(response.body, { headers: response.headers });

const keep = async (cache: Cache, file: string): Promise<void> => {
  const address = addressOf(file);
  // "reload": not what the browser has kept of another version.
  const response = await fetch(new Request(address, { cache: "reload" }));
  if (!response.ok) throw new Error(`${file}: ${response.status}`);
  await cache.put(address, plain(response));
};

const install = async (): Promise<void> => {
  const cache = await caches.open(current);
  await Promise.all(FILES.filter((file) => !isLater(file)).map((file) => keep(cache, file)));
};

/** No page of the version before is open any more. Those that were opened while there was none are taken over. */
const begin = async (): Promise<void> => {
  const others = (await caches.keys()).filter((name) => name.startsWith(own) && name !== current);
  await Promise.all(others.map((name) => caches.delete(name)));
  await scope.clients.claim();
};

const answer = async (request: Request, file: string): Promise<Response> => {
  const cache = await caches.open(current);
  const address = addressOf(file);
  const kept = await cache.match(address);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) await cache.put(address, plain(response.clone()));
  return response;
};

scope.addEventListener("install", (event) => event.waitUntil(install()));
scope.addEventListener("activate", (event) => event.waitUntil(begin()));
scope.addEventListener("fetch", (event) => {
  const { request } = event;
  const file = fileOf(request);
  // What is not of the site goes its own way.
  if (file !== undefined) event.respondWith(answer(request, file));
});
