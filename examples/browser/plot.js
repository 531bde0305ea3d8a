// A function and its derivative as a figure: points from arrays, the values under the pointer from numbers.

const [WIDTH, HEIGHT, MARGIN] = [320, 210, 8];
/** Below the plot, for the labels of x. */
const FOOT = 14;
const RANGE = 7;
const POINTS = 1401;
/** A step steeper than this is a jump, not a slope: nothing is drawn across it. */
const STEEPEST = 8;

const svg = (tag, attributes, ...children) => {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

const html = (tag, attributes, ...children) => {
  const element = Object.assign(document.createElement(tag), attributes);
  element.append(...children);
  return element;
};

/** The step of a grid with no more than six lines. */
const stepFor = (span) => [0.1, 0.25, 0.5, 1, 2, 5].find((step) => span / step <= 6) ?? 10;

const path = (x, y, toX, toY) => {
  let d = "";
  let pen = "M";
  for (let i = 0; i < x.length; i++) {
    if (!Number.isFinite(y[i])) {
      pen = "M";
      continue;
    }
    if (i > 0 && Math.abs(y[i] - y[i - 1]) > STEEPEST * (x[i] - x[i - 1])) pen = "M";
    d += `${pen}${toX(x[i]).toFixed(1)} ${toY(y[i]).toFixed(1)}`;
    pen = "L";
  }
  return d;
};

const digits = (value) => value.toFixed(3).replace("-", "−");

export const figure = ({ name, value, derivative, remark }) => {
  const x = Float64Array.from({ length: POINTS }, (_, i) => ((2 * i) / (POINTS - 1) - 1) * RANGE);
  const [y, slope] = [value(x), derivative(x)];
  const all = [...y, ...slope].filter(Number.isFinite);
  const [low, high] = [Math.max(Math.min(...all), -RANGE), Math.min(Math.max(...all), RANGE)];
  const pad = (high - low || 1) * 0.06;
  const [bottom, top] = [low - pad, high + pad];
  const toX = (at) => MARGIN + ((at + RANGE) / (2 * RANGE)) * (WIDTH - 2 * MARGIN);
  const floor = HEIGHT - MARGIN - FOOT;
  const toY = (at) => MARGIN + ((top - at) / (top - bottom)) * (floor - MARGIN);

  const grid = svg("g", { class: "grid" });
  const labels = svg("g", { class: "labels" });
  const line = (x1, y1, x2, y2, isAxis) => grid.append(svg("line", { x1, y1, x2, y2, class: isAxis ? "axis" : "" }));
  const label = (x, y, at, anchor) => labels.append(svg("text", { x, y, "text-anchor": anchor }, String(at).replace("-", "−")));
  for (let at = -6; at <= 6; at += 2) {
    line(toX(at), MARGIN, toX(at), floor, at === 0);
    label(toX(at), HEIGHT - MARGIN, at, "middle");
  }
  const step = stepFor(top - bottom);
  for (let n = Math.ceil(bottom / step); n * step <= top; n++) {
    const at = n * step;
    line(MARGIN, toY(at), WIDTH - MARGIN, toY(at), n === 0);
    if (n !== 0) label(MARGIN + 2, toY(at) - 3, at, "start");
  }

  const cursor = svg("line", { class: "cursor", y1: MARGIN, y2: floor, visibility: "hidden" });
  const drawing = svg(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": `${name} and its derivative between −${RANGE} and ${RANGE}` },
    grid,
    svg("path", { class: "derivative", d: path(x, slope, toX, toY) }),
    svg("path", { class: "value", d: path(x, y, toX, toY) }),
    labels,
    cursor,
  );

  const reading = html("output", { textContent: remark });
  drawing.addEventListener("pointermove", ({ clientX }) => {
    const { left, width } = drawing.getBoundingClientRect();
    const at = Math.max(-RANGE, Math.min(RANGE, ((((clientX - left) / width) * WIDTH - MARGIN) / (WIDTH - 2 * MARGIN) - 0.5) * 2 * RANGE));
    cursor.setAttribute("x1", toX(at));
    cursor.setAttribute("x2", toX(at));
    cursor.setAttribute("visibility", "visible");
    reading.textContent = `f(${at.toFixed(2).replace("-", "−")}) = ${digits(value(at))}   f′ = ${digits(derivative(at))}`;
  });
  drawing.addEventListener("pointerleave", () => {
    cursor.setAttribute("visibility", "hidden");
    reading.textContent = remark;
  });

  const speed = html("small", { textContent: "…" });
  const element = html("figure", { id: name }, html("figcaption", {}, html("h3", { textContent: name }), reading), drawing, speed);
  return { element, setSpeed: (ns) => Object.assign(speed, { textContent: `${ns} ns an element` }) };
};
