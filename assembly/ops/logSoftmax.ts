// logSoftmax(x) = (x − m) − log Σe^(x − m), m the row's maximum      dx = dy − e^y · Σ dy
// logSumExp(x) = m + log Σe^(x − m), one value a row                 dx = dy · e^(x − logSumExp)
//
// Both begin with maximum(x), sum_below(x), logarithm(); then
//   logSoftmax shift(x → y)      backward sum(dy), spread(dy, x → dx); from the output as_given() comes in place of the beginning
//   logSumExp  result(→ y)       backward spread(dy, x → dx) with mode 1
export { AsGiven, Logarithm, Maximum, Result, Shift, Spread, SumBelow } from "../rows/logSumExp";
export { Sum } from "../rows/loops";
