/** A headless Chromium, and a module of ours bundled for it. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium, type Browser } from "playwright-core";
import { build } from "vite";

const path = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

const quiet = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

export const launch = async (): Promise<Browser> => {
  if (!existsSync(path)) {
    throw new Error(`Tests in a browser need Chromium at ${path}: apt-get install chromium, or set CHROMIUM to where it is.`);
  }
  return chromium.launch({ executablePath: path, args: quiet });
};

/** The module as one classic script. */
export const bundled = async (module: string): Promise<string> => {
  const result = await build({
    configFile: false,
    logLevel: "error",
    build: { write: false, minify: false, lib: { entry: fileURLToPath(new URL(module, import.meta.url)), formats: ["iife"], name: "bundle" } },
  });
  const [first] = Array.isArray(result) ? result : [result];
  if (!first || !("output" in first)) throw new Error(`${module} was not bundled.`);
  return first.output[0].code;
};
