/**
 * What comes from elsewhere, from a file, a table, the command line or a caller that no compiler has checked: what it is,
 * and how sentences repeat it, in a few words and without what would garble a terminal or break the line.
 */

/** Whether a value is a record: no list, and nothing with a nature of its own such as a Map or a Date. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === "object" && value !== null && natureOf(value) === "Object";

/** Whether numbers can be read from a value one by one. */
export const isListLike = (value: unknown): value is ArrayLike<unknown> =>
  typeof value === "object" && value !== null && typeof (value as { readonly length?: unknown }).length === "number";

/** What the language calls an object; a proxy may refuse to tell. */
const natureOf = (value: object): string => {
  try {
    return Array.isArray(value) ? "Array" : Object.prototype.toString.call(value).slice("[object ".length, -1);
  } catch {
    return "Proxy";
  }
};

/** Foreign text, short and on one line. */
export const printable = (text: string, longest = 60): string =>
  (text.length > longest ? `${text.slice(0, longest - 1)}…` : text).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, "\uFFFD");

/** The kind of a value, and the value itself where it is one number or text. */
export const described = (value: unknown): string => {
  switch (typeof value) {
    case "string":
      return JSON.stringify(printable(value));
    case "object":
      return value === null ? "null" : describedObject(value);
    case "function":
    case "symbol":
      return `a ${typeof value}`;
    default:
      return printable(String(value));
  }
};

const describedObject = (value: object): string => {
  try {
    if (Array.isArray(value)) return value.length === 1 ? "a list of 1 entry" : `a list of ${value.length} entries`;
    return isRecord(value) ? "a record" : `a value of type ${printable(natureOf(value))}`;
  } catch {
    return "a value of type Proxy";
  }
};

/** A value as JSON has it, cut short. */
export const quoted = (value: unknown, longest = 60): string => {
  try {
    return printable(written(value, longest + 1), longest);
  } catch {
    return described(value);
  }
};

/** The text of a value until it is `room` long: no more of it is looked at, be it endless. */
const written = (value: unknown, room: number): string => {
  if (typeof value === "string") return JSON.stringify(value.slice(0, room));
  const nature = typeof value === "object" && value !== null ? natureOf(value) : "";
  if (nature !== "Object" && nature !== "Array") return nature === "" && typeof value !== "function" && typeof value !== "symbol" ? String(value) : described(value);
  const [open, close] = nature === "Array" ? ["[", "]"] : ["{", "}"];
  const entries = value as Readonly<Record<string | number, unknown>>; // of an object that is a list or a record
  let text = open;
  for (const key of nature === "Array" ? (value as readonly unknown[]).keys() : Object.keys(entries)) {
    if (text.length >= room) return text;
    const name = typeof key === "number" ? "" : `${JSON.stringify(key.slice(0, room))}:`;
    text += `${text === open ? "" : ","}${name}${written(entries[key], room - text.length)}`;
  }
  return `${text}${close}`;
};
