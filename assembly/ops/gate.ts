// glu(x) = a·σ(b), swiglu(x) = silu(a)·b, geglu(x) = gelu(a)·b, reglu(x) = relu(a)·b: what they have in common. x is rows of [a | b].
export { Copy, Multiply } from "../gated";
