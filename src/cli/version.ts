/** The version of the package that this file is part of, in sources and in builds alike. */
import { createRequire } from "node:module";

const manifest = createRequire(import.meta.url)("diffeo/package.json") as { readonly version: string }; // our own file

export const { version } = manifest;
