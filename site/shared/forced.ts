// Is plain JavaScript asked for by the address? Apart from backend.ts, which loads the package.

export const forced = (): boolean => new URLSearchParams(location.search).get("backend") === "js";

/** An address within the site, a worker's too, that asks for the same backend as this page. */
export const sameBackend = (address: string): string => (forced() ? `${address}${address.includes("?") ? "&" : "?"}backend=js` : address);
