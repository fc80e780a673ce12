/**
 * Layers of the user's own, for models that hold some: the exports of a module of theirs, which is a file or an installed
 * package, found from the folder where the command runs.
 */
import { createRequire } from "node:module";
import { extname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { either } from "fp-ts";
import type { Defined } from "../bijectors/bijector.ts";
import { misuse, type Result } from "./failure.ts";

const flag = "--layers-from";

/** The option of all commands that read a model, and what it is for. */
export const ownLayersOption = [`${flag} <module>`, "where layers of your own come from, if the model holds any: a file such as ./layers.js, or a package"] as const;

/** All layers among the exports of a module; it is run, like every program of the user. */
export const ownLayers = async (module: string): Promise<Result<readonly Defined[]>> => {
  try {
    const exported: unknown[] = Object.values((await import(locate(module))) as object);
    const layers = exported.filter(isLayer);
    return layers.length > 0 ? either.right(layers) : misuse([flag], `${module} exports no layer; a layer is what bijector returns.`);
  } catch (thrown) {
    const reason = (thrown instanceof Error ? thrown.message : String(thrown)).split("\n")[0]!.replace(/ imported from .*$/, "");
    return misuse([flag], `${module} cannot be loaded: ${reason}.`);
  }
};

/** A path is a path; a bare word is a package, as it is in an import. */
const locate = (module: string): string =>
  /^[./]/.test(module) || [".js", ".mjs"].includes(extname(module)) ? pathToFileURL(resolve(module)).href
    : pathToFileURL(createRequire(resolve("layers.js")).resolve(module)).href;

const isLayer = (value: unknown): value is Defined =>
  typeof value === "object" && value !== null && "tag" in value && value.tag === "layer" && "definition" in value;
