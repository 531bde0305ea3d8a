// The pages work without a connection once they were loaded. Where there are no service workers, by plain HTTP or in a private window,
// nothing is lost but that.

export const startOffline = (): void => {
  if (!isSecureContext || !("serviceWorker" in navigator)) return;
  // Later: what it fetches should not hold up what the page itself needs.
  addEventListener("load", () => {
    navigator.serviceWorker.register("offline.js").catch(() => undefined);
  });
};
