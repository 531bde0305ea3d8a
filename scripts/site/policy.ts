// What pages may do. The same words stand in each page's head and, where it is served by `--serve`, in the headers.

/** Nothing inline, nothing from elsewhere; WebAssembly compiles. */
export const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

export const headers: Readonly<Record<string, string>> = {
  "Content-Security-Policy": POLICY,
  // Isolated pages have finer clocks, which the benchmark is better for.
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
};
