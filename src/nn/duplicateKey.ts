// JSON.parse keeps the last of equal keys and says nothing.

const QUOTE = 34;
const BACKSLASH = 92;

/**
 * The first key of an object in `json` that the same object has already, as it reads without escapes. `json` is known to be JSON. A string is
 * a key if a colon follows; brackets outside of strings open and close objects and lists.
 */
export const duplicateKey = (json: string): string | undefined => {
  const open: Set<string>[] = [];
  for (let i = 0; i < json.length; i++) {
    const char = json[i];
    if (char === "{" || char === "[") open.push(new Set());
    else if (char === "}" || char === "]") open.pop();
    else if (char === '"') {
      const start = i;
      for (i++; json.charCodeAt(i) !== QUOTE; i++) if (json.charCodeAt(i) === BACKSLASH) i++;
      const end = i + 1;
      let after = end;
      while (json.charCodeAt(after) <= 32) after++;
      if (json[after] !== ":") continue;
      const key = JSON.parse(json.slice(start, end)) as string;
      const keys = open[open.length - 1] as Set<string>;
      if (keys.has(key)) return key;
      keys.add(key);
    }
  }
  return undefined;
};
