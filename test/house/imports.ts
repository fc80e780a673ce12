/**
 * Who may import whom, as one table, and the function that reads a file against it. Paths are resolved, so that a file
 * cannot hide its direction behind `./` or `../`; imports of types count, since a type is a dependency too.
 */
import { posix } from "node:path";
import { parseAst } from "vitest/node";

/** One import, re-export or `import("…")`; `typeOnly` when nothing of it is left at run time. */
export interface Import {
  readonly name: string;
  readonly typeOnly: boolean;
}

/** Lowest first: a part may import the parts on the lines before its own. */
const layers = [["expr"], ["manifold"], ["bijectors"], ["flow"], ["interpret"], ["model"], ["train", "plot"], ["cli"]];

const folders = layers.flatMap((names, rank) =>
  names.map(
    (name) => [`src/${name}/`, layers.slice(0, rank).flatMap((below) => below.map((each) => `src/${each}/`))] as const,
  ),
);

const throughInterpret = folders.find(([folder]) => folder === "src/model/")![1]; // "src/model/" is one of the layers
const everyone = ["src/error.ts", "src/foreign.ts", "src/lazy.ts", "src/random.ts"];

/** A path is a file, or a folder when it ends with a slash. The first row that holds the importing file decides. */
export const directions: readonly (readonly [importer: string, mayImport: readonly string[]])[] = [
  ["src/error.ts", ["src/foreign.ts"]],
  ["src/foreign.ts", []],
  ["src/lazy.ts", []],
  ["src/random.ts", ["src/expr/special.ts"]],
  ["src/node.ts", ["src/model/", "src/train/", "src/plot/png.ts"]],
  ["src/index.ts", ["src/error.ts", "src/random.ts", ...throughInterpret, "src/model/", "src/train/"]],
  ...folders.map(([folder, below]): readonly [string, readonly string[]] => [
    folder,
    [folder, ...everyone, ...below, ...(folder === "src/cli/" ? ["src/index.ts", "laws/"] : [])],
  ]),
  ["laws/", ["laws/", ...everyone, ...throughInterpret, "src/model/"]],
  ["examples/", ["examples/", "src/", "laws/"]],
  ["bench/", ["bench/", "src/", "laws/"]],
  ["docs/", ["docs/", "src/", "laws/"]],
  ["test/", ["test/", "src/", "laws/", "docs/"]],
];

interface Reserved {
  readonly packages: RegExp;
  readonly places: RegExp;
  /** In words, for the message. */
  readonly only: string;
  readonly typesOnly?: true;
}

/** Packages of `src` and `laws` that belong to one place. All others may be imported anywhere, if an installer gets them. */
const reserved: readonly Reserved[] = [
  {
    packages: /^@tensorflow\//,
    places: /^src\/interpret\/tfjs\//,
    only: "as types, in src/interpret/tfjs",
    typesOnly: true,
  },
  { packages: /^(fast-check|decimal\.js)$/, places: /^laws\//, only: "in laws" },
  { packages: /^d3-dsv$/, places: /^src\/cli\//, only: "in src/cli" },
  { packages: /^(d3-(?!dsv$)|geojson$|world-atlas|topojson-)/, places: /^src\/plot\//, only: "in src/plot" },
  { packages: /^@resvg\//, places: /^src\/plot\/png\.ts$/, only: "in src/plot/png.ts" },
  { packages: /^(commander|cli-progress)$/, places: /^src\/cli\//, only: "in src/cli" },
  {
    packages: /^(node:|write-file-atomic$)/,
    places: /^(src\/cli\/|src\/model\/file[^/]*\.ts|src\/train\/checkpoint[^/]*\.ts|laws\/)/,
    only: "in src/cli, src/model/file*.ts, src/train/checkpoint*.ts and laws",
  },
  { packages: /^(diffeo(\/|$)|vitest|playwright)/, places: /^$/, only: "outside src and laws" },
];

const holds = (place: string, file: string): boolean => (place.endsWith("/") ? file.startsWith(place) : file === place);

/** The sentences that say what is wrong with the imports of a file; `declared` are the packages that an installer gets. */
export const violations = (file: string, source: string, declared: ReadonlySet<string>): readonly string[] =>
  importsOf(source).flatMap((found) => {
    const wrong = found.name.startsWith(".")
      ? direction(file, posix.join(posix.dirname(file), found.name))
      : borrowed(file, found, declared);
    return wrong === "" ? [] : [`${file} imports ${found.name}: ${wrong}`];
  });

const direction = (file: string, target: string): string => {
  const allowed = directions.find(([place]) => holds(place, file))?.[1] ?? [];
  if (!allowed.some((place) => holds(place, target)))
    return `it may import ${allowed.join(", ") || "nothing of the project"}.`;
  const from = interpreterOf(file);
  const to = interpreterOf(target);
  return from !== "" && to !== "" && from !== to
    ? `${from} may share src/interpret/*.ts, not another interpreter.`
    : "";
};

const interpreterOf = (file: string): string => /^src\/interpret\/[^/]+(?=\/)/.exec(file)?.[0] ?? "";

const borrowed = (file: string, { name, typeOnly }: Import, declared: ReadonlySet<string>): string => {
  if (!/^(src|laws)\//.test(file) || /^laws\/.*\.test\.ts$/.test(file)) return "";
  const rule = reserved.find(({ packages }) => packages.test(name));
  if (rule !== undefined && !rule.places.test(file)) return `this package is imported only ${rule.only}.`;
  if (rule?.typesOnly && !typeOnly) return `this package is imported only ${rule.only}.`;
  const owner = name
    .split("/")
    .slice(0, name.startsWith("@") ? 2 : 1)
    .join("/");
  return typeOnly || name.startsWith("node:") || declared.has(owner)
    ? ""
    : "package.json does not name this package under dependencies, optionalDependencies or peerDependencies.";
};

/** The fields of a syntax node that this file reads. */
interface Node {
  readonly type: string;
  readonly source?: Node | null;
  readonly value?: unknown;
  readonly importKind?: "type" | "value";
  readonly exportKind?: "type" | "value";
  readonly specifiers?: readonly Node[];
}

export const importsOf = (source: string): readonly Import[] => {
  const found: Import[] = [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (typeof node !== "object" || node === null) return;
    const { type, source: from, importKind, exportKind, specifiers } = node as Node;
    if (
      /^(Import(Declaration|Expression)|Export(Named|All)Declaration|TSImportType)$/.test(type) &&
      typeof from?.value === "string"
    ) {
      const kinds = [importKind, exportKind, type === "TSImportType" ? "type" : undefined];
      const each = (specifiers ?? []).map((specifier) => specifier.importKind ?? specifier.exportKind);
      found.push({
        name: from.value,
        typeOnly: kinds.includes("type") || (each.length > 0 && each.every((kind) => kind === "type")),
      });
    }
    Object.values(node).forEach(visit);
  };
  visit(parseAst(source, { lang: "ts" }).body);
  return found;
};
