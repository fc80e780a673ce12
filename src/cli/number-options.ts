/** Options that are checked by their codec: what the user typed as a value, or the sentence that says what the option takes. */
import { either } from "fp-ts";
import { whole, type Option } from "../bijectors/options.ts";
import { misuse, type Result } from "./failure.ts";
import { printable } from "../foreign.ts";

/** `heldOut` as it is typed: `--held-out`. */
export const flagOf = (name: string): string => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** The value of an option whose fallback tells whether it is a number or a word. */
export const typedOption = <A extends number | string>(flag: string, text: string, { codec, fallback }: Option<A>): Result<A> => {
  const value = typeof fallback === "number" ? (text.trim() === "" ? NaN : Number(text)) : text;
  const decoded = codec.decode(value);
  return either.isRight(decoded) ? decoded : misuse([], `${flag} takes ${codec.name}, but ${text.trim() === "" ? "nothing" : printable(text)} was given.`);
};

export const wholeOption = (flag: string, text: string, least: number, most: number): Result<number> => typedOption(flag, text, whole(least, most, least, ""));

/** Shares of a mass, as in 0.5,0.9. */
export const sharesOption = (name: string, text: string): Result<readonly number[]> => {
  const parts = text.split(",").map((part) => part.trim());
  const odd = parts.find((part) => part === "" || !(Number(part) > 0 && Number(part) < 1));
  return odd === undefined ? either.right(parts.map(Number)) : misuse([name], `received ${odd || "nothing"}, expected shares between 0 and 1, as in 0.5,0.9.`);
};
