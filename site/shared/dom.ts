// Elements, made in one line each. No `style` attribute: the page's policy refuses it; classes and CSS variables do.

/** `true` is an attribute without a value; `false` and undefined are none. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;
export type Child = Node | string;

const fill = <E extends Element>(element: E, attributes: Attributes, children: readonly Child[]): E => {
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : String(value));
  element.append(...children);
  return element;
};

export const html = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] => fill(document.createElement(tag), attributes, children);

export const svg = <K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[K] => fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);

/** The element that the page's HTML has by this id; throws where there is none of this class. */
export const byId = <E extends Element>(id: string, type: new () => E): E => {
  const element = document.getElementById(id);
  if (!(element instanceof type)) throw new TypeError(`#${id} is ${element?.tagName ?? "nowhere"}, expected ${type.name}`);
  return element;
};

/** What can't be pressed for now says so and does nothing; `disabled` would take the focus from it as well. */
export const setOff = (control: HTMLElement, isOff: boolean): void => control.setAttribute("aria-disabled", String(isOff));
export const isOff = (control: HTMLElement): boolean => control.getAttribute("aria-disabled") === "true";

/** "1 unit", "2 units". */
export const counted = (count: number, name: string): string => `${count} ${name}${count === 1 ? "" : "s"}`;

/** −1.5 as it is printed, with a minus. */
export const minus = (text: string): string => text.replaceAll("-", "−");

/** A number of so many significant digits, without trailing zeros; very large and very small ones by a power of ten. */
export const figure = (value: number, digits = 4): string => {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  if (Object.is(value, -0)) return "−0";
  const size = Math.abs(value);
  if (value !== 0 && (size < 1e-4 || size >= 1e6)) {
    const [digitsOf = "", power = ""] = value.toExponential(digits - 1).split("e");
    return minus(`${Number(digitsOf)}e${Number(power)}`);
  }
  return minus(String(Number(value.toPrecision(digits))));
};
