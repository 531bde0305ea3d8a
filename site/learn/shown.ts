// What jobs and figures agree on. Apart from the jobs, which load the layers: the page itself needs none.

export const centred = ["relu", "sigmoid", "tanh", "leakyRelu", "elu", "gelu"] as const;
export type Centred = (typeof centred)[number];

/** Histograms: from, to, in so many bins. */
export const [LOW, HIGH, BINS] = [-2.5, 2.5, 50];

/** The depth of a net that nothing has trained. */
export const LAYERS = 30;
