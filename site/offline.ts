// The service worker: keeps the files of the site, and answers with them. Another version of the site is another service worker, since the
// build writes FILES and VERSION into it; it fetches all files anew, and what was kept before last is forgotten.

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
  skipWaiting(): Promise<void>;
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
  await scope.skipWaiting();
};

/** The version before stays: a page of it may be open, and ask for a part that has another name by now. */
const forget = async (): Promise<void> => {
  const ours = (await caches.keys()).filter((name) => name.startsWith(own) && name !== current);
  await Promise.all(ours.slice(0, -1).map((name) => caches.delete(name)));
  await scope.clients.claim();
};

const answer = async (request: Request, file: string | undefined): Promise<Response> => {
  const cache = await caches.open(current);
  const address = file === undefined ? request.url : addressOf(file);
  const kept = (await cache.match(address)) ?? (await caches.match(address));
  if (kept) return kept;
  const response = await fetch(request);
  if (file !== undefined && response.ok) await cache.put(address, plain(response.clone()));
  return response;
};

scope.addEventListener("install", (event) => event.waitUntil(install()));
scope.addEventListener("activate", (event) => event.waitUntil(forget()));
scope.addEventListener("fetch", (event) => {
  const { request } = event;
  const file = fileOf(request);
  // A chunk of the version before is known to a cache alone. What is not of the site goes its own way.
  if (file !== undefined || (request.method === "GET" && request.url.startsWith(scope.registration.scope)))
    event.respondWith(answer(request, file));
});
