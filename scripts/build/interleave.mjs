// Vectors that a loop computes side by side, step by step: the order of instructions in a kernel.
//
// A processor works on what it finds within some 200 instructions. Four formulas one after the other are more than that, and so each waits for
// its own results while nothing else is in sight. V8 up to 11 reorders instructions; later ones keep the order of the bytecode, in which
// the compiler has put each formula in one piece. Here the pieces are cut to short trees, which take turns: one of each vector.
//
// It works on runs of instructions without branches that load from a few offsets (0, 16, …) and then store: what depends on the loads at
// one offset alone is one vector's. Values and the order of memory accesses stay as they are.

/** Of a tree, before it is cut. Smaller ones cost bytes, larger ones leave less in sight. */
const LARGEST = 4;

const LEAF = /^(local\.get|i32\.const|f32\.const|f64\.const|v128\.const)\b/;
/** Other instructions stay where they are. */
const KNOWN = /^(v128|[if]\d+x\d+)\.|^i32\.(add|sub|and|shl|lt_u|gt_u|ne)$/;
const UNARY = /neg|abs|sqrt|splat|promote|demote|convert|nearest|ceil|floor|trunc|extend|popcnt|bitmask|extract_lane|_true|\.not$|load/;
const COUNT = { "v128.bitselect": 3 };

const typeOf = (op, types) => {
  if (op.startsWith("local.get")) return types.get(op.split(" ")[1]);
  if (op.includes("extract_lane")) return op.startsWith("i") ? "i32" : op.slice(0, 3);
  if (/_true|bitmask/.test(op)) return "i32";
  const scalar = /^(i32|i64|f32|f64)\./.exec(op);
  return scalar ? scalar[1] : "v128";
};

/** Values and stores of a run, or nothing where it is not what is wanted here. */
const read = (lines, types) => {
  const locals = new Map();
  const stack = [];
  const nodes = [];
  const stores = [];
  const known = new Map();
  const make = (op, inputs) => {
    const key = `${op}(${inputs.map(({ id }) => id)})`;
    if (!known.has(key)) {
      const node = { id: nodes.length, op, inputs, uses: 0, type: typeOf(op, types) };
      known.set(key, node);
      nodes.push(node);
    }
    return known.get(key);
  };
  for (const line of lines) {
    const [word, name] = line.split(" ");
    if (word === "local.get") stack.push(locals.get(name) ?? make(line, []));
    else if (word === "local.set" || word === "local.tee") {
      if (!stack.length) return undefined;
      locals.set(name, stack.at(-1));
      if (word === "local.set") stack.pop();
    } else if (/\.store/.test(word)) {
      if (word !== "v128.store" || stack.length < 2) return undefined;
      const value = stack.pop();
      stores.push({ line, to: stack.pop(), value });
    } else if (LEAF.test(line)) stack.push(make(line, []));
    else {
      if (!KNOWN.test(word)) return undefined;
      if (/load/.test(word) && (stores.length || /lane/.test(word))) return undefined;
      const count = COUNT[word] ?? (UNARY.test(word) ? 1 : 2);
      if (stack.length < count) return undefined;
      stack.push(make(line, stack.splice(-count)));
    }
  }
  if (stores.some(({ to }) => to !== stores[0].to)) return undefined;
  return stores.length < 2 ? undefined : { nodes, stores, locals, left: stack };
};

const offsetOf = ({ op }) => Number(/offset=(\d+)/.exec(op)?.[1] ?? 0);

/** The offsets that a value depends on. */
const vectorsOf = (node) => {
  node.vectors ??= new Set([
    ...(/^v128\.load/.test(node.op) ? [offsetOf(node)] : []),
    ...node.inputs.flatMap((input) => [...vectorsOf(input)]),
  ]);
  return node.vectors;
};

/** What a node's own tree takes from locals: nodes that were cut. */
const takenBy = (node) => node.inputs.flatMap((input) => (input.isCut ? [input] : takenBy(input)));

/**
 * A local for each of a vector's steps, one for several where the value of one is not needed any more: the numbers of these. Vectors of one
 * formula have the same, from which fold.mjs makes their code small.
 */
const slotsOf = (lane, kept) => {
  const last = new Map();
  lane.forEach((node, turn) => {
    for (const input of takenBy(node)) last.set(input, turn);
  });
  const slots = new Map();
  const free = [];
  let count = 0;
  lane.forEach((node, turn) => {
    for (const input of new Set(takenBy(node)))
      if (last.get(input) === turn && !kept.has(input) && slots.has(input)) free.push(slots.get(input));
    slots.set(node, free.pop() ?? count++);
  });
  return slots;
};

/** The same run with its trees in turn. */
const write = ({ nodes, stores, locals, left }, fresh, isUsed) => {
  const finals = [...locals].filter(
    ([name, node]) => node.op !== `local.get ${name}` && (isUsed(name) || nodes.some(({ op }) => op === `local.get ${name}`)),
  );
  const isSet = new Set(finals.map(([name]) => `local.get ${name}`));
  const reads = (node) => (node.inputs.length ? node.inputs.flatMap(reads) : [node.op]);
  for (const node of nodes) for (const input of node.inputs) input.uses++;
  for (const { value } of stores) value.isCut = value.inputs.length > 0;
  for (const node of nodes) {
    if (node.uses > 1 && node.inputs.length && node.type === "v128") node.isCut = true;
    node.size = 1 + node.inputs.reduce((sum, input) => sum + (input.isCut || !input.inputs.length ? 0 : input.size), 0);
    if (node.size >= LARGEST && node.type === "v128" && node.inputs.length) node.isCut = true;
    // A load before the first store, wherever it is used.
    if (/load/.test(node.op)) node.isCut = true;
  }
  const out = [];
  const emit = (node) => {
    if (node.local) out.push(`local.get ${node.local}`);
    else {
      for (const input of node.inputs) emit(input);
      out.push(node.op);
    }
  };
  const cuts = nodes.filter(({ isCut }) => isCut);
  const turns = new Map();
  const rest = [];
  for (const node of cuts) {
    const vectors = vectorsOf(node);
    if (vectors.size !== 1) rest.push(node);
    else {
      const [vector] = vectors;
      turns.set(vector, [...(turns.get(vector) ?? []), node]);
    }
  }
  const lanes = [...turns].sort(([one], [other]) => one - other).map(([, lane]) => lane);
  if (lanes.length < 2) return undefined;
  const ends = [...rest, ...stores.flatMap(({ to, value }) => [to, value]), ...left, ...finals.map(([, node]) => node)];
  const kept = new Set(ends.flatMap((node) => [node, ...takenBy(node)]));
  const slots = lanes.map((lane) => slotsOf(lane, kept));
  const place = (node, name = fresh(`$step${node.id}`, node.type)) => {
    emit(node);
    node.local = name;
    out.push(`local.set ${node.local}`);
  };
  // What depends on no load comes first, what depends on several last.
  for (const node of rest.filter(({ vectors }) => !vectors.size)) place(node);
  for (let i = 0; i < Math.max(...lanes.map(({ length }) => length)); i++)
    lanes.forEach((lane, k) => {
      if (lane[i]) place(lane[i], fresh(`$lane${slots[k].get(lane[i])}of${k}`, lane[i].type));
    });
  for (const node of rest.filter(({ vectors }) => vectors.size)) place(node);
  // All stores of a run are to the same place but for their offsets, so their order is free.
  for (const { line, to, value } of stores.toSorted((one, other) => offsetOf({ op: one.line }) - offsetOf({ op: other.line }))) {
    emit(to);
    emit(value);
    out.push(line);
  }
  // A condition of the branch behind, of values before they change.
  for (const node of left) emit(node);
  const done = new Set();
  for (const [name, node] of finals) {
    if (!node.local && reads(node).some((leaf) => done.has(leaf) && isSet.has(leaf))) return undefined;
    emit(node);
    out.push(`local.set ${name}`);
    done.add(`local.get ${name}`);
  }
  return out;
};

const BRANCH = /^(block|loop|if|else|end|br|br_if|return|call|unreachable|drop|memory)\b/;

/** Tells of a local whether what lines `from` to `to` leave in it is looked at elsewhere. In doubt it is. */
const usersOf = (lines) => {
  const paths = [];
  const loops = new Set();
  const uses = new Map();
  const open = ["0"];
  lines.forEach((line, i) => {
    const [word, name] = line.trim().split(" ");
    if (word === "end" || word === "else") open.pop();
    if (/^(block|loop|if|else)$/.test(word)) {
      open.push(`${i}`);
      if (word === "loop") loops.add(`${i}`);
    }
    paths[i] = [...open];
    if (/^local\.(get|set|tee)$/.test(word)) uses.set(name, [...(uses.get(name) ?? []), { i, isRead: word === "local.get" }]);
  });
  const encloses = (one, other) => paths[one].every((block, depth) => block === paths[other][depth]);
  return (name, from, to) => {
    const own = (uses.get(name) ?? []).filter(({ i }) => i < from || i >= to);
    const isSetBetween = (read) => own.some(({ i, isRead }) => !isRead && i >= to && i < read && encloses(i, read));
    return own.some(
      ({ i, isRead }) =>
        isRead && (i < from ? paths[i].some((block) => loops.has(block) && paths[from].includes(block)) : !isSetBetween(i)),
    );
  };
};

/** A function in stack form → the same with its runs interleaved. */
export const interleave = (text) => {
  const lines = text.split("\n");
  const types = new Map(Array.from(text.matchAll(/\((?:param|local) (\$\S+) (\w+)\)/g), ([, name, type]) => [name, type]));
  const isUsed = usersOf(lines);
  let added = new Map();
  const out = [];
  let run = [];
  const flush = (end) => {
    const found =
      run.length > 40 &&
      read(
        run.map((line) => line.trim()),
        types,
      );
    const names = new Map(added);
    const fresh = (name, type) => {
      names.set(name, type);
      return name;
    };
    const written = found && write(found, fresh, (name) => isUsed(name, end - run.length, end));
    if (written) added = names;
    out.push(...(written || run));
    run = [];
  };
  lines.forEach((line, i) => {
    const word = line.trim();
    if (!word || /^[()]/.test(word) || BRANCH.test(word)) {
      flush(i);
      out.push(line);
    } else run.push(line);
  });
  flush(lines.length);
  if (!added.size) return text;
  const at = out.findIndex((line) => /^ {2}[^( ]/.test(line));
  out.splice(at, 0, ...[...added].map(([name, type]) => `  (local ${name} ${type})`));
  return out.join("\n");
};
