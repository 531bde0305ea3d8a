// What moves, and when it should not.

const calm = matchMedia("(prefers-reduced-motion: reduce)");

/** Does the visitor want nothing to move by itself? */
export const isCalm = (): boolean => calm.matches;

/** Tells whether the element is on the screen, at first and with each change. Gives what ends that. */
export const watch = (element: Element, tell: (isSeen: boolean) => void): (() => void) => {
  const observer = new IntersectionObserver((entries) => tell(entries.at(-1)?.isIntersecting ?? false));
  observer.observe(element);
  return () => observer.disconnect();
};

/** Once the browser has nothing else to do, or after `timeout` ms. */
export const whenIdle = (timeout = 1000): Promise<void> =>
  new Promise((resolve) => {
    // Safari has none.
    if (typeof requestIdleCallback === "function") requestIdleCallback(() => resolve(), { timeout });
    else setTimeout(resolve, 200);
  });

/** Every frame, with the seconds since the last, until `step` gives false. In hidden pages browsers pause it. */
export const frames = (step: (seconds: number) => boolean): void => {
  let last: number | undefined;
  const next = (now: number): void => {
    // After a pause it goes on where it was.
    const seconds = last === undefined ? 0 : Math.min((now - last) / 1000, 0.1);
    last = now;
    if (step(seconds)) requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
};
