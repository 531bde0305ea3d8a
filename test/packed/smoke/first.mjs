// From import to first result, in a process of its own.
const start = performance.now();
const { relu } = await import("relu-simd");
relu(new Float32Array([-1, 2]));
console.log(performance.now() - start);
