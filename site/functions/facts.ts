// What is known of a function, from its documentation.
import { byId, type Child, html } from "../shared/dom.js";
import type { Described } from "./described.js";

/** Papers are links. */
const linked = (text: string): readonly Child[] =>
  text
    .split(/(arXiv:\d{4}\.\d{4,5})/)
    .map((part) => (part.startsWith("arXiv:") ? html("a", { href: `https://arxiv.org/abs/${part.slice(6)}` }, part) : part));

export const facts = ({ slope, special, error, measured, source, elsewhere, kind }: Described): void => {
  const rows: readonly (readonly [string, readonly Child[] | undefined])[] = [
    ["Derivative", slope ? [html("code", {}, slope)] : undefined],
    ["Special values", special ? [special] : undefined],
    ["Promised error", error ? [error] : undefined],
    [
      "Greatest error found",
      measured && kind === "element"
        ? [`${measured[0]} ULP of f, ${measured[1]} of f′, over all 2³² float32 inputs (npm run test:exhaustive)`]
        : undefined,
    ],
    [
      "Elsewhere",
      elsewhere.length
        ? [html("ul", {}, ...elsewhere.map(([library, there]) => html("li", {}, `${library}: `, html("code", {}, there))))]
        : undefined,
    ],
    ["Source", source ? linked(source) : undefined],
  ];
  byId("facts", HTMLElement).replaceChildren(
    ...rows.flatMap(([title, children]) => (children ? [html("dt", {}, title), html("dd", {}, ...children)] : [])),
  );
};

/** Its page of the documentation, loaded once somebody opens it. */
export const documentation = (name: string): void => {
  const details = byId("docs", HTMLDetailsElement);
  const fill = async (): Promise<void> => {
    const { default: pages } = await import("made:docs");
    // Made of our own files when the site was built.
    const parsed = new DOMParser().parseFromString(pages[name] ?? "", "text/html");
    for (const table of parsed.querySelectorAll("table")) {
      const frame = parsed.createElement("div");
      frame.className = "table";
      table.replaceWith(frame);
      frame.append(table);
    }
    details.querySelector("div")?.replaceChildren(...parsed.body.childNodes);
  };
  details.ontoggle = () => details.open && void fill();
  if (details.open) void fill();
};
