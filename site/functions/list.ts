// The list of all functions, in groups, and the search in it.
import functions from "made:functions";
import { byId, html } from "../shared/dom.js";
import type { Described } from "./described.js";

/** Everything by which somebody may look for it. */
const words = ({ name, lead, formula, group, elsewhere }: Described): string =>
  [name, lead, formula, group, ...elsewhere.map(([, there]) => there)].join(" ").toLowerCase();

const groups = [...new Set(functions.map(({ group }) => group))];

export interface List {
  /** Marks the one that is shown. */
  show(name: string): void;
}

/** `addressOf`: where a function is shown; `choose`: it is wanted here and now. */
export const list = (addressOf: (name: string) => string, choose: (name: string) => void): List => {
  const links = new Map(functions.map(({ name }) => [name, html("a", { href: addressOf(name) }, name)]));
  const sections = groups.map((group) => {
    const own = functions.filter((each) => each.group === group);
    const items = own.map((each) => ({ text: words(each), element: html("li", {}, links.get(each.name) ?? "") }));
    const id = `group-${group.toLowerCase().replaceAll(" ", "-")}`;
    const titled = html("ul", { "aria-labelledby": id }, ...items.map((item) => item.element));
    const element = html("div", {}, html("p", { id, class: "group" }, group), titled);
    return { element, items };
  });
  byId("list", HTMLElement).replaceChildren(...sections.map(({ element }) => element));
  for (const [name, link] of links)
    link.addEventListener("click", (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      choose(name);
    });

  const search = byId("search", HTMLInputElement);
  const found = byId("found", HTMLElement);
  const filter = (): void => {
    const wanted = search.value.trim().toLowerCase();
    let count = 0;
    for (const { element, items } of sections) {
      for (const item of items) {
        item.element.hidden = !item.text.includes(wanted);
        count += Number(!item.element.hidden);
      }
      element.hidden = items.every((item) => item.element.hidden);
    }
    found.textContent = wanted ? `${count} of ${functions.length}` : `${functions.length} functions`;
  };
  search.addEventListener("input", filter);
  search.addEventListener("keydown", ({ key }) => {
    const first = key === "Enter" && [...links.values()].find((link) => link.checkVisibility());
    if (first) first.click();
  });
  filter();
  return {
    show: (name) => {
      for (const [each, link] of links) {
        if (each === name) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
    },
  };
};
