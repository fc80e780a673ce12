/** A small reader of XML, to test that what we write is well-formed: tags that nest, quoted attributes, known entities, characters that XML allows. */

export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: (XmlElement | string)[];
}

const decoded = (text: string): string => {
  const strange = /&(?!(?:amp|lt|gt|quot|apos);)|[<]|(?![\t\n\r\u007f-\u009f])\p{Cc}/u.exec(text);
  if (strange) throw new Error(`Not XML at ${JSON.stringify(text.slice(strange.index, strange.index + 20))}`);
  if (/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text)) throw new Error("A lone surrogate.");
  return text.replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => ({ amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" })[name]!);
};

const readAttributes = (text: string): ReadonlyMap<string, string> => {
  const found = new Map<string, string>();
  const rest = text.replace(/\s+([A-Za-z_:][\w:.-]*)="([^"]*)"/g, (_, name: string, value: string) => {
    if (found.has(name)) throw new Error(`Attribute ${name} twice.`);
    found.set(name, decoded(value));
    return "";
  });
  if (rest.trim() !== "") throw new Error(`Not an attribute: ${rest}`);
  return found;
};

/** The root element, or an exception that says what is wrong. */
export const parseXml = (text: string): XmlElement => {
  const root: XmlElement = { name: "", attributes: new Map(), children: [] };
  const open: XmlElement[] = [root];
  const body = text.replace(/^<\?xml[^?]*\?>\s*/, "").trimEnd();
  let at = 0;
  for (const match of body.matchAll(/<(\/?)([A-Za-z][\w:.-]*)((?:\s+[A-Za-z_:][\w:.-]*="[^"]*")*)\s*(\/?)>/g)) {
    const [whole, closing, name, attributes, empty] = match as unknown as [string, string, string, string, string];
    const parent = open.at(-1)!;
    const between = decoded(body.slice(at, match.index));
    if (between !== "") parent.children.push(between);
    at = match.index + whole.length;
    if (closing === "/") {
      if (open.pop()!.name !== name) throw new Error(`</${name}> closes nothing.`);
    } else {
      const element: XmlElement = { name, attributes: readAttributes(attributes), children: [] };
      parent.children.push(element);
      if (empty === "") open.push(element);
    }
  }
  if (at !== body.length || open.length !== 1 || root.children.length !== 1) throw new Error("Not one closed root element.");
  return root.children[0] as XmlElement;
};

/** The element and all below it. */
export const everyElement = (element: XmlElement): readonly XmlElement[] => [
  element,
  ...element.children.flatMap((child) => (typeof child === "string" ? [] : everyElement(child))),
];

/** The text of an element and all below it. */
export const textOf = (element: XmlElement): string =>
  element.children.map((child) => (typeof child === "string" ? child : textOf(child))).join("");
