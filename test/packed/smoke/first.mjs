// From import to first result, in a process of its own: of relu-simd, or of what is named.
const start = performance.now();
const { relu } = await import(process.argv[2] ?? "relu-simd");
relu(new Float32Array([-1, 2]));
console.log(performance.now() - start);
