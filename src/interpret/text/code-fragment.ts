/**
 * Fragments of code that know which names stand in them, and a template that joins them, so that what is printed and what
 * has to be imported for it cannot differ.
 */
export interface Fragment {
  readonly text: string;
  /** Names that stand in the text and mean something outside of it. */
  readonly names: readonly string[];
}

export const name = (text: string): Fragment => ({ text, names: [text] });

type Part = Fragment | string;

const textOf = (part: Part): string => (typeof part === "string" ? part : part.text);
const namesOf = (part: Part): readonly string[] => (typeof part === "string" ? [] : part.names);

export const fragment = (texts: TemplateStringsArray, ...parts: readonly Part[]): Fragment => ({
  text: String.raw({ raw: texts }, ...parts.map(textOf)),
  names: parts.flatMap(namesOf),
});

/** Fragments with commas between them. */
export const listed = (parts: readonly Part[]): Fragment => ({ text: parts.map(textOf).join(", "), names: parts.flatMap(namesOf) });
