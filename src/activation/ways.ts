/**
 * What an element may become. A comparison is the index of what it does become: `ways[+(v < 0)]`. That takes 1 ns, and a branch that the
 * processor guesses wrong half the time 6.
 */
export const ways = /* @__PURE__ */ new Float64Array(4);
