// What the tests need of the platform beneath them, in a browser: test/support/host.ts, for where there is no Node.
/// <reference types="vite/client" />

export const vectorFiles: readonly unknown[] = Object.values(import.meta.glob("../vectors/*.json", { eager: true, import: "default" }));

export const foreignFloats = (...numbers: readonly number[]): Float32Array => {
  const frame = document.body.appendChild(document.createElement("iframe"));
  const { Float32Array: Foreign } = frame.contentWindow as Window & typeof globalThis;
  return Foreign.of(...numbers);
};

export const residentBytes = (): number | undefined => undefined;
