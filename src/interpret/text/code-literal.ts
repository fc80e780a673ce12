/** Data as literals of JavaScript, in one line: what options, and cases of laws, are made of. */

/** `spell` writes what is more than data; undefined where it is not. */
export const literal = (value: unknown, spell: (value: unknown) => string | undefined = () => undefined): string => {
  const spelled = spell(value);
  if (spelled !== undefined) return spelled;
  if (typeof value === "string") return JSON.stringify(value);
  if (Object.is(value, -0)) return "-0";
  if (typeof value !== "object" || value === null) return typeof value === "bigint" ? `${value}n` : String(value);
  if (Array.isArray(value)) return `[${value.map((each: unknown) => literal(each, spell)).join(", ")}]`;
  const entries = Object.entries(value).map(([key, each]) => `${keyed(key)}: ${literal(each, spell)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
};

/** In brackets, `__proto__` is a key like any other. */
const keyed = (key: string): string => (key === "__proto__" ? `["__proto__"]` : /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key) ? key : JSON.stringify(key));
