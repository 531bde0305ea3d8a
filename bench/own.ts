// The package, for the files in peers/: they are in another package's folder, where its name means nothing.
export { backend, Heap } from "relu-simd";
