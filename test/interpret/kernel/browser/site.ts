/** The page as an application would ship it: bundled by vite, and served from memory under a strict policy. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

export type Files = ReadonlyMap<string, string | Uint8Array>;

export const bundledPage = async (): Promise<Files> => {
  const result = await build({
    configFile: false,
    logLevel: "error",
    root: fileURLToPath(new URL(".", import.meta.url)),
    worker: { format: "es" },
    build: { write: false },
  });
  if (!("output" in result)) throw new Error("The page was not bundled.");
  return new Map(result.output.map((each) => [`/${each.fileName}`, each.type === "chunk" ? each.code : each.source]));
};

const policy = (wasm: boolean): string => `default-src 'self'; script-src 'self'${wasm ? " 'wasm-unsafe-eval'" : ""}; worker-src 'self'`;
const isolation = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" };

const types: { readonly [extension: string]: string } = { ".html": "text/html", ".js": "text/javascript" };

export interface Rules {
  /** Cross-origin isolated, so that it may have shared memory. */
  readonly isolated: boolean;
  /** Whether WebAssembly may be compiled. */
  readonly wasm: boolean;
}

export interface Site {
  /** Of the page. */
  readonly url: string;
  /** The paths that were asked for, in order. */
  readonly asked: readonly string[];
  readonly close: () => void;
}

export const serve = (files: Files, { isolated, wasm }: Rules): Promise<Site> => {
  const asked: string[] = [];
  const served = new Map<string, string | Uint8Array>([...files, ["/favicon.ico", ""]]);
  const server = createServer(({ url = "/" }, response) => {
    const path = url.replace(/\?.*/, "");
    asked.push(path);
    const body = served.get(path);
    const type = types[extname(path)] ?? "application/octet-stream";
    response.writeHead(body === undefined ? 404 : 200, { "content-type": type, "content-security-policy": policy(wasm), "cache-control": "no-store", ...(isolated && isolation) });
    response.end(body);
  });
  const close = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo; // it listens on a port
      resolve({ url: `http://127.0.0.1:${port}/index.html`, asked, close });
    });
  });
};
