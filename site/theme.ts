// Light or dark: as the system has it, or as the visitor chose. It runs before the page is painted, so that nothing flashes.

const KEY = "theme";
type Theme = "light" | "dark";

/** Storage may be forbidden; the choice then holds for this page. */
const stored = (): string | null => {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
};

const store = (theme: Theme): void => {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // As above.
  }
};

const dark = matchMedia("(prefers-color-scheme: dark)");
const root = document.documentElement;
const current = (): Theme => (root.dataset["theme"] as Theme | undefined) ?? (dark.matches ? "dark" : "light");

const chosen = stored();
if (chosen === "light" || chosen === "dark") root.dataset["theme"] = chosen;

document.addEventListener("DOMContentLoaded", () => {
  const button = document.getElementById("theme");
  if (!button) return;
  const show = (): void => button.setAttribute("aria-pressed", String(current() === "dark"));
  button.addEventListener("click", () => {
    const theme = current() === "dark" ? "light" : "dark";
    root.dataset["theme"] = theme;
    store(theme);
    show();
    // What is drawn on a canvas has to be drawn again.
    document.dispatchEvent(new Event("themechange"));
  });
  dark.addEventListener("change", () => {
    show();
    document.dispatchEvent(new Event("themechange"));
  });
  show();
});
