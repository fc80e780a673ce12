/**
 * Lines of text set as a tree: branches on the left, text between, counts in a column on the right with what they count.
 * What does not fit is wrapped at blanks under its own beginning.
 */
import { grouped } from "./flow-words.ts";

export interface Line {
  readonly text: string;
  readonly count?: number;
  readonly kind?: "free" | "predicted" | "weights" | "frozen";
  /** Columns before the text, and before what is wrapped of it. */
  readonly indent?: number;
  readonly hang?: number;
  /** Belongs to the line before. */
  readonly inner?: boolean;
}

export interface Node {
  readonly head: Line;
  readonly body: readonly Line[];
  readonly children: readonly Node[];
}

/** A line with the branches that stand before it and before what is wrapped of it. */
interface Drawn {
  readonly line: Line;
  readonly first: string;
  readonly rest: string;
}

const kindWidth = "predicted".length;

/** A title, in two parts that share a line where they can, and the tree below it. */
export const layout = (title: string, counts: string, root: Node, width: number): string => {
  // A lone block is drawn as a branch too, so that its body has something to hang from.
  const drawn = root.children.length > 0 ? draw(root, "", "") : draw(root, "└─ ", "   ");
  const digits = Math.max(...drawn.map(({ line }) => (line.count === undefined ? 0 : grouped(line.count).length)));
  const one = `${title} · ${counts}`;
  const head = lengthOf(one) <= width ? [one] : [shortened(title, width), counts];
  return [...head, ...drawn.flatMap((each) => set(each, width, digits))].join("\n");
};

const draw = ({ head, body, children }: Node, first: string, rest: string): readonly Drawn[] => {
  const under = rest + (children.length > 0 ? "│  " : "");
  return [
    { line: head, first, rest: under },
    ...body.map((line): Drawn => ({ line, first: under, rest: under })),
    ...children.flatMap((child, index) => (index < children.length - 1 ? draw(child, `${rest}├─ `, `${rest}│  `) : draw(child, `${rest}└─ `, `${rest}   `))),
  ];
};

const set = ({ line, first, rest }: Drawn, width: number, digits: number): readonly string[] => {
  const { text, count, kind = "", indent = 0, hang = 0, inner = false } = line;
  const column = width - kindWidth - 1 - digits;
  const before = " ".repeat(indent + (inner ? 2 : 0));
  const room = Math.max(16, column - 2 - lengthOf(first) - before.length);
  return wrapped(text, room, hang).map((part, index) => {
    const start = `${index === 0 ? first : rest}${before}${part}`;
    return index > 0 || count === undefined ? start.trimEnd() : `${start.padEnd(column)}${grouped(count).padStart(digits)} ${kind}`.trimEnd();
  });
};

/** Lines of at most `room` columns where there are blanks to break at; all but the first are indented by `hang`. */
const wrapped = (text: string, room: number, hang: number): readonly string[] => {
  if (lengthOf(text) <= room) return [text];
  const cut = text.lastIndexOf(" ", room);
  const at = text.slice(0, cut).trim() === "" || cut <= hang ? text.indexOf(" ", room) : cut;
  if (at < 0) return [text];
  return [text.slice(0, at).trimEnd(), ...wrapped(`${" ".repeat(hang)}${text.slice(at + 1)}`, room, hang)];
};

const shortened = (text: string, width: number): string => (lengthOf(text) <= width ? text : `${text.slice(0, width - 1)}…`);

/** All signs that are drawn are one column wide. */
const lengthOf = (text: string): number => [...text].length;
