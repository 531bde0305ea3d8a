// What src/ exports, with the doc comments: by TypeScript's own reading of it.
import { fileURLToPath } from "node:url";
// The one that makes our declarations: TypeScript 7 has no interface for programs yet.
import ts from "dts-bundle-generator/node_modules/typescript/lib/typescript.js";
import { type Comment, parseComment } from "./comment.js";

export interface Exported {
  readonly name: string;
  /** As README's links have it: "src/nn/linear.ts". */
  readonly file: string;
  readonly comment: Comment;
  /** Operands of a call or of `new`, those that may be left out with a "?". */
  readonly operands: readonly string[];
  readonly isClass: boolean;
  /** What an object holds: `init.constant`. */
  readonly members: readonly Exported[];
  /** What a class itself has for its users: "backward(dy)", and what is said of it. */
  readonly methods: readonly (readonly [call: string, comment: Comment])[];
}

const root = fileURLToPath(new URL("../../", import.meta.url));

/** The comment that stands before a declaration, or nothing. */
const rawComment = (node: ts.Node): string | undefined => ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc).slice(-1)[0]?.getText();

const callOf = (node: ts.Declaration): ts.SignatureDeclarationBase | undefined => {
  if (ts.isFunctionDeclaration(node)) return node;
  if (ts.isClassDeclaration(node)) return node.members.find(ts.isConstructorDeclaration);
  const value = ts.isVariableDeclaration(node) ? node.initializer : undefined;
  return value && ts.isArrowFunction(value) ? value : undefined;
};

const operandsOf = (node: ts.Declaration): string[] =>
  (callOf(node)?.parameters ?? []).map(({ name, questionToken, initializer, dotDotDotToken }) =>
    dotDotDotToken ? `...${name.getText()}` : `${name.getText()}${questionToken || initializer ? "?" : ""}`,
  );

const isInternal = (node: ts.Node): boolean =>
  (ts.getCombinedModifierFlags(node as ts.Declaration) & (ts.ModifierFlags.Protected | ts.ModifierFlags.Private)) !== 0 ||
  /@internal/.test(rawComment(node) ?? "@internal");

/** Methods, and properties that have more to them than a value. */
const methodsOf = (node: ts.Declaration): [string, Comment][] =>
  ts.isClassDeclaration(node)
    ? node.members.flatMap((member) => {
        if (!(ts.isMethodDeclaration(member) || ts.isGetAccessor(member)) || isInternal(member)) return [];
        const operands = member.parameters.filter(({ dotDotDotToken }) => !dotDotDotToken);
        const words = operands.map(({ name, questionToken }) => `${name.getText().replace(/^_/, "")}${questionToken ? "?" : ""}`);
        const call = ts.isMethodDeclaration(member) ? `(${words.join(", ")})` : "";
        return [[`${member.name.getText()}${call}`, parseComment(rawComment(member) ?? "")] as [string, Comment]];
      })
    : [];

/** All that a module exports by value or as a class, by name. */
const exportsOf = (file: string): ReadonlyMap<string, Exported> => {
  const path = `${root}${file}`;
  const program = ts.createProgram([path], { module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2022, noLib: true, types: [] });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(path);
  const symbol = source && checker.getSymbolAtLocation(source);
  if (!symbol) throw new Error(`${file}: exports nothing`);

  const read = (name: string, of: ts.Symbol): Exported | undefined => {
    const target = of.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(of) : of;
    const declaration = target.flags & ts.SymbolFlags.Value ? target.declarations?.[0] : undefined;
    const raw = declaration && rawComment(declaration);
    if (!declaration || raw === undefined) return undefined;
    const value = ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
    const members = value && ts.isObjectLiteralExpression(value) ? value.properties.filter(ts.isShorthandPropertyAssignment) : [];
    return {
      name,
      file: declaration.getSourceFile().fileName.slice(root.length),
      comment: parseComment(raw),
      operands: operandsOf(declaration),
      isClass: ts.isClassDeclaration(declaration),
      methods: methodsOf(declaration),
      members: members.flatMap((member) => {
        const inner = checker.getShorthandAssignmentValueSymbol(member);
        return (inner && read(`${name}.${member.name.text}`, inner)) ?? [];
      }),
    };
  };
  return new Map(
    checker.getExportsOfModule(symbol).flatMap((each) => {
      const exported = read(each.name, each);
      return exported ? [[each.name, exported] as const] : [];
    }),
  );
};

const read = new Map<string, ReadonlyMap<string, Exported>>();

/** Of "src/index.ts" or "src/nn/index.ts", read once. */
export const exportedBy = (file: string): ReadonlyMap<string, Exported> => {
  const known = read.get(file) ?? exportsOf(file);
  read.set(file, known);
  return known;
};

export const exportedAs = (file: string, name: string): Exported => {
  const found = exportedBy(file).get(name);
  if (!found) throw new Error(`${file}: ${name} is not exported, or has no doc comment`);
  return found;
};
