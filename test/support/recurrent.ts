// Recurrent layers in float64, a number at a time: what test/nn-recurrent-numbers.test.ts compares with, which also checks the way back
// against differences of the way there.

export type Kind = "RNN" | "LSTM" | "GRU";
export const gatesOf: Readonly<Record<Kind, number>> = { RNN: 1, LSTM: 4, GRU: 3 };

export interface Weights {
  readonly wih: Float64Array;
  readonly whh: Float64Array;
  readonly bih: Float64Array;
  readonly bhh: Float64Array;
}
export interface Problem {
  readonly kind: Kind;
  readonly isRelu: boolean;
  readonly sizes: { readonly n: number; readonly t: number; readonly k: number; readonly h: number };
  readonly weights: Weights;
  readonly x: Float64Array;
  readonly h0: Float64Array;
  readonly c0: Float64Array;
}
interface Step {
  readonly x: Float64Array;
  readonly before: Float64Array;
  readonly cBefore: Float64Array;
  readonly gates: readonly Float64Array[];
  readonly c: Float64Array;
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const sigmoidSlope = (y: number): number => y * (1 - y);
const get = (array: Float64Array, i: number): number => array[i] as number;

/** W · v + b */
const affine = (w: Float64Array, v: Float64Array, b: Float64Array): Float64Array =>
  b.map((shift, i) => v.reduce((sum, value, j) => sum + get(w, i * v.length + j) * value, shift));

export const reference = ({ kind, isRelu, sizes: { n, t, k, h }, weights: { wih, whh, bih, bhh }, x, h0, c0 }: Problem) => {
  const act = (v: number): number => (isRelu ? Math.max(v, 0) : Math.tanh(v));
  const slope = (y: number): number => (isRelu ? Number(y > 0) : 1 - y * y);
  const vector = (f: (j: number) => number): Float64Array => Float64Array.from({ length: h }, (_, j) => f(j));
  const y = new Float64Array(n * t * h);
  const [hLast, cLast] = [new Float64Array(n * h), new Float64Array(n * h)];
  const steps: Step[][] = [];

  for (let row = 0; row < n; row++) {
    let state: Float64Array = h0.slice(row * h, (row + 1) * h);
    let c: Float64Array = c0.slice(row * h, (row + 1) * h);
    const own: Step[] = [];
    for (let time = 0; time < t; time++) {
      const at = (row * t + time) * k;
      const input = x.slice(at, at + k);
      const [a, b] = [affine(wih, input, bih), affine(whh, state, bhh)];
      const sum = (gate: number, j: number): number => get(a, gate * h + j) + get(b, gate * h + j);
      const [before, cBefore] = [state, c];
      let gates: Float64Array[];
      if (kind === "RNN") {
        state = vector((j) => act(sum(0, j)));
        gates = [state];
      } else if (kind === "LSTM") {
        gates = [0, 1, 2, 3].map((gate) => vector((j) => (gate === 2 ? act(sum(gate, j)) : sigmoid(sum(gate, j)))));
        const [i, f, g, o] = gates as [Float64Array, Float64Array, Float64Array, Float64Array];
        c = vector((j) => get(f, j) * get(cBefore, j) + get(i, j) * get(g, j));
        const after = c;
        state = vector((j) => get(o, j) * act(get(after, j)));
      } else {
        const [r, z] = [vector((j) => sigmoid(sum(0, j))), vector((j) => sigmoid(sum(1, j)))];
        const m = vector((j) => get(b, 2 * h + j));
        const candidate = vector((j) => Math.tanh(get(a, 2 * h + j) + get(r, j) * get(m, j)));
        gates = [r, z, candidate, m];
        state = vector((j) => (1 - get(z, j)) * get(candidate, j) + get(z, j) * get(before, j));
      }
      y.set(state, (row * t + time) * h);
      own.push({ x: input, before, cBefore, gates, c });
    }
    hLast.set(state, row * h);
    cLast.set(c, row * h);
    steps.push(own);
  }

  /** From the gradients of all y and of the last state. */
  const backward = (dy: Float64Array, dhLast: Float64Array, dcLast: Float64Array) => {
    const grads = { wih: wih.map(() => 0), whh: whh.map(() => 0), bih: bih.map(() => 0), bhh: bhh.map(() => 0) };
    const dx = x.map(() => 0);
    const [dh0, dc0] = [new Float64Array(n * h), new Float64Array(n * h)];
    for (let row = 0; row < n; row++) {
      let dh: Float64Array = dhLast.slice(row * h, (row + 1) * h);
      const dc = dcLast.slice(row * h, (row + 1) * h);
      for (let time = t - 1; time >= 0; time--) {
        const step = (steps[row] as Step[])[time] as Step;
        const line = row * t + time;
        dh = dh.map((value, j) => value + get(dy, line * h + j));
        const [da, db] = [bih.map(() => 0), bhh.map(() => 0)];
        const direct = vector(() => 0);
        for (let j = 0; j < h; j++) {
          const d = get(dh, j);
          const gate = step.gates.map((values) => get(values, j)) as [number, number, number, number];
          const set = (index: number, inA: number, inB = inA): void => {
            da[index * h + j] = inA;
            db[index * h + j] = inB;
          };
          if (kind === "RNN") set(0, d * slope(gate[0]));
          else if (kind === "LSTM") {
            const [i, f, g, o] = gate;
            const s = act(get(step.c, j));
            const inner = get(dc, j) + d * o * slope(s);
            set(0, inner * g * sigmoidSlope(i));
            set(1, inner * get(step.cBefore, j) * sigmoidSlope(f));
            set(2, inner * i * slope(g));
            set(3, d * s * sigmoidSlope(o));
            dc[j] = inner * f;
          } else {
            const [r, z, candidate, m] = gate;
            const dn = d * (1 - z) * (1 - candidate * candidate);
            set(0, dn * m * sigmoidSlope(r));
            set(1, d * (get(step.before, j) - candidate) * sigmoidSlope(z));
            set(2, dn, dn * r);
            direct[j] = d * z;
          }
        }
        for (let i = 0; i < da.length; i++) {
          grads.bih[i] = get(grads.bih, i) + get(da, i);
          grads.bhh[i] = get(grads.bhh, i) + get(db, i);
          for (let j = 0; j < k; j++) {
            grads.wih[i * k + j] = get(grads.wih, i * k + j) + get(da, i) * get(step.x, j);
            dx[line * k + j] = get(dx, line * k + j) + get(da, i) * get(wih, i * k + j);
          }
          for (let j = 0; j < h; j++) grads.whh[i * h + j] = get(grads.whh, i * h + j) + get(db, i) * get(step.before, j);
        }
        dh = vector((j) => db.reduce((sum, value, i) => sum + value * get(whh, i * h + j), get(direct, j)));
      }
      dh0.set(dh, row * h);
      dc0.set(dc, row * h);
    }
    return { dx, grads, dh0, dc0 };
  };
  return { y, h: hLast, c: cLast, backward };
};
