/**
 * The docstring that opens a source file, as paragraphs, formulas and lists. It is where the mathematics of a layer is
 * written, once; pages set it in type.
 */

export type Piece =
  | { readonly tag: "text"; readonly label: string; readonly text: string }
  | { readonly tag: "formula"; readonly lines: readonly string[] }
  | { readonly tag: "list"; readonly items: readonly { readonly name: string; readonly text: string }[] };

/** What a paragraph may open with. */
const labels = /^(Spaces?|Parameters|Networks?|log-det|Domain|Sources?)(?=[ :,])[^.:]{0,60}:/;
const later = /(?<=[.;)\]] )(?=(?:Spaces?|Parameters|Networks?|log-det|Domain|Sources?)[^.:]{0,60}: )/;

/** The lines of the comment that opens a source file, without its stars. */
export const openingLines = (source: string): readonly string[] => {
  const [, comment] = /^\/\*\*\s?([\s\S]*?)\s*\*\//.exec(source) ?? [];
  if (comment === undefined) throw new Error(`A layer's file opens with a docstring, not with ${source.slice(0, 60)}`);
  return comment.split("\n").map((line) => line.replace(/^\s*\* ?/, "").trimEnd());
};

type Line = { readonly kind: "blank" | "text" | "item" | "deep"; readonly text: string };

const read = (text: string): Line => {
  const indent = /^ */.exec(text)![0].length;
  return { kind: text === "" ? "blank" : indent === 0 ? "text" : indent < 4 ? "item" : "deep", text };
};

const pieceOf = ({ kind, text }: Line): Piece => {
  if (kind === "deep") return { tag: "formula", lines: [text.slice(4)] };
  if (kind === "text") return { tag: "text", label: labels.exec(text)?.[0] ?? "", text };
  const [, name = "", rest = ""] = /^ *(\S+(?: \S+)*?)(?: {2,}(.*))?$/.exec(text) ?? [];
  return { tag: "list", items: [{ name, text: rest }] };
};

/** The piece with one more line, or nothing where the line opens a piece of its own. */
const grown = (piece: Piece, { kind, text }: Line): Piece | undefined => {
  if (piece.tag === "text" && kind === "text" && !labels.test(text)) return { ...piece, text: `${piece.text} ${text}` };
  if (piece.tag === "formula" && kind === "deep") return { ...piece, lines: [...piece.lines, text.slice(4)] };
  if (piece.tag === "list" && kind === "item")
    return { ...piece, items: [...piece.items, ...(pieceOf({ kind, text }) as typeof piece).items] };
  if (piece.tag === "list" && kind === "deep") {
    const last = piece.items.at(-1)!;
    return { ...piece, items: [...piece.items.slice(0, -1), { ...last, text: `${last.text} ${text.trim()}` }] };
  }
  return undefined;
};

/** After the space a sentence may begin that is not about it: `Space: e<n>. Base to data, …`. */
const afterSpace = /(?<=^Spaces?: [^.]*\. )/;

/** Labels in the middle of a paragraph open one too: `Space: s1. Parameters: …`. */
const split = (piece: Piece): readonly Piece[] =>
  piece.tag === "text"
    ? piece.text
        .split(later)
        .flatMap((text) => text.split(afterSpace))
        .map((text): Piece => ({ tag: "text", label: labels.exec(text)?.[0] ?? "", text: text.trim() }))
    : [piece];

export const docstring = (source: string): readonly Piece[] => {
  const pieces: Piece[] = [];
  let open = false;
  for (const line of openingLines(source).map(read)) {
    const last = open ? pieces.at(-1) : undefined;
    const longer = last && grown(last, line);
    if (longer) pieces[pieces.length - 1] = longer;
    else if (line.kind !== "blank") pieces.push(pieceOf(line));
    open = line.kind !== "blank";
  }
  return pieces.flatMap(split);
};
