// One thread for everybody: what starts threads by itself finds no workers. tfjs-backend-wasm defines them in Node, for others to find.
Object.defineProperty(globalThis, "Worker", { get: () => undefined, set: () => {}, configurable: true });
