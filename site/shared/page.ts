// What every page does first: links that keep the backend, copy buttons, files kept for later.
import { forced, sameBackend } from "./forced.js";
import { startOffline } from "./offline.js";

/** A button with `data-copy="<id>"` copies the text of that element and says so. */
const copy = async (button: HTMLElement): Promise<void> => {
  const text = document.getElementById(button.dataset["copy"] ?? "")?.textContent ?? "";
  const usual = button.textContent;
  try {
    await navigator.clipboard.writeText(text.trim());
    button.textContent = "Copied";
  } catch {
    // No permission, or no secure context: the text is there to be marked by hand.
    button.textContent = "Not allowed";
  }
  setTimeout(() => {
    button.textContent = usual;
  }, 1500);
};

export const startPage = (): void => {
  startOffline();
  if (forced())
    for (const link of document.querySelectorAll<HTMLAnchorElement>('a[href*=".html"]')) {
      const address = link.getAttribute("href") ?? "";
      if (!/^\w+:/.test(address)) link.href = sameBackend(address);
    }
  // Code that scrolls sideways has to be reached by keys.
  for (const code of document.querySelectorAll("pre")) code.tabIndex = 0;
  document.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLElement>("button[data-copy]") : null;
    if (button) void copy(button);
  });
};
