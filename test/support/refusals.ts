// Bad arguments of functions over rows.
/** What replaces good arguments of a function over rows of 4, what is thrown, what the message says after the function's name. */
export const refusals = [
  [
    "a string",
    { x: "1" },
    TypeError,
    /^[xy] is \[object String\], expected (arrays of )?numbers, a Float32Array, a Float64Array or a tensor$/,
  ],
  ["integers", { x: new Int32Array(4) }, TypeError, /^[xy] is \[object Int32Array\], expected (arrays of )?numbers/],
  ["nothing", { x: undefined }, TypeError, /^[xy] is missing, expected (arrays of )?numbers/],
  ["other things in an array", { x: [1, "2"] }, TypeError, /^[xy]\[1\] is \[object String\], expected a number or an array of numbers$/],
  ["numbers beside rows", { x: [[1], 2] }, TypeError, /^[xy] holds numbers beside arrays, expected rows of numbers, all nested alike$/],
  [
    "cols that is a string",
    { options: { cols: "4" } },
    TypeError,
    /^cols is \[object String\], expected (a whole number, 1|an even whole number, 2) or more$/,
  ],
  ["cols 0", { options: { cols: 0 } }, RangeError, /^cols is 0, expected (a whole number, 1|an even whole number, 2) or more$/],
  ["half a column", { options: { cols: 1.5 } }, RangeError, /^cols is 1.5, expected (a|an even) whole number/],
  ["cols NaN", { options: { cols: Number.NaN } }, RangeError, /^cols is NaN, expected (a|an even) whole number/],
  ["cols that do not divide", { options: { cols: 6 } }, RangeError, /^[xy] has length 4, expected a multiple of 6 \(cols\)$/],
  ["cols greater than all", { options: { cols: 8 } }, RangeError, /^[xy] has length 4, expected a multiple of 8 \(cols\)$/],
  ["an unknown option", { options: { dim: -1 } }, TypeError, /^options has dim, expected (out or cols or inner|cols or out)$/],
  ["options that are a number", { options: 4 }, TypeError, /^options is 4, expected an object$/],
  [
    "out for an array of numbers",
    { x: [1, 2], options: { out: new Float64Array(2) } },
    TypeError,
    /^out is .*, expected none, as [xy] is no typed array$/,
  ],
  [
    "out of another type",
    { options: { out: new Float64Array(4) } },
    TypeError,
    /^out is \[object Float64Array\], expected a Float32Array like [xy]$/,
  ],
  [
    "out of another length",
    { options: { out: new Float32Array(9) } },
    RangeError,
    /^out has length 9, expected \d \((the length|the rows|half the length) of [xy]\)$/,
  ],
] as const;

/** The same where there is an upstream gradient. */
export const refusalsOfDy = [
  ["dy missing", { dy: undefined }, TypeError, /^dy is missing, expected a Float32Array like [xy]$/],
  ["dy of another type", { dy: new Float64Array(4) }, TypeError, /^dy is \[object Float64Array\], expected a Float32Array like [xy]$/],
  [
    "dy of another length",
    { dy: new Float32Array(9) },
    RangeError,
    /^dy has length 9, expected \d \((the length|the rows|half the length) of [xy]\)$/,
  ],
  [
    "dy no list",
    {
      x: [
        [1, 2],
        [3, 4],
      ],
      dy: 1,
    },
    TypeError,
    /^dy is 1, expected (numbers nested like|a number for each row of) [xy]$/,
  ],
  [
    "dy of other things",
    { x: [1, 2, 3, 4], dy: ["1", "2"] },
    TypeError,
    /^dy is \[object Array\], expected (numbers nested like|a number for each row of) [xy]$/,
  ],
  [
    "dy too short a list",
    { x: [1, 2, 3, 4], dy: [1] },
    TypeError,
    /^dy is \[object Array\], expected (numbers nested like|a number for each row of) [xy]$/,
  ],
] as const;
