/**
 * A mutant: the library with one planted fault. The fault is a patch of a source, as an author would get it wrong; it is
 * planted where sources are loaded, so that everything that is made of the patched file is wrong with it.
 */

/** An exchange of text in one source. */
export interface Patch {
  /** Path of the source from the root of the project. */
  readonly file: string;
  /** Text that occurs in it exactly once. */
  readonly find: string;
  readonly replace: string;
}

export interface Mutant extends Patch {
  readonly fault: string;
  /** What shows it: rows of the registry by name, and spaces by spec; nothing where only laws without a subject can. */
  readonly on: readonly string[];
  /** Laws that must catch it, by their names without direction. */
  readonly caught: readonly string[];
}

/** A source with a patch. A patch that does not fit its source any more is named: a fault that is not there cannot be caught. */
export const planted = ({ file, find, replace }: Patch, source: string): string => {
  const places = source.split(find).length - 1;
  if (places === 1 && find !== replace) return source.split(find).join(replace);
  const found = find === replace ? "it replaces the text by itself" : `${places === 0 ? "its text is not" : `its text is ${places} times`} in the file`;
  throw new Error(`The patch of ${file} that looks for “${find}” fits nowhere: ${found}. Write it anew, for the source as it is.`);
};
