// Put at the head of every page by the server: what a console would show of it. WebKit's driver can't be asked for that.
globalThis.complaints = [];
for (const kind of ["error", "warn"]) {
  const print = console[kind];
  console[kind] = (...args) => {
    globalThis.complaints.push(`console.${kind}: ${args.join(" ")}`);
    print.apply(console, args);
  };
}
// Captured, because the failed load of a script or style does not bubble.
addEventListener(
  "error",
  ({ message, target }) =>
    globalThis.complaints.push(message ? `uncaught: ${message}` : `not loaded: ${target.src ?? target.href ?? target.tagName}`),
  true,
);
addEventListener("unhandledrejection", ({ reason }) => globalThis.complaints.push(`unhandled rejection: ${reason}`));
