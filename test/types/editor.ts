/** The compiler as an editor sees it: what it offers at a place of a program. It speaks the language server protocol. */
import { spawn } from "node:child_process";
import { pathToFileURL } from "node:url";
import { root } from "./compiler.ts";

type Message = { readonly id?: number; readonly method?: string; readonly params?: unknown; readonly result?: unknown };

/** Where the cursor stands; one in every line of a program. */
const cursor = "/**/";

/** The names that an editor offers at the cursor of each line of a program, which stands, unsaved, in a file of the project. */
export const offered = async (file: string, lines: readonly string[]): Promise<readonly (readonly string[])[]> => {
  const server = spawn(process.execPath, [`${root}node_modules/typescript/bin/tsc`, "--lsp", "--stdio"], { cwd: root, stdio: ["pipe", "pipe", "ignore"] });
  const waiting = new Map<number, (result: unknown) => void>();
  const send = (message: Message): void => {
    const text = JSON.stringify({ jsonrpc: "2.0", ...message });
    server.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  };
  let asked = 0;
  const ask = (method: string, params: unknown): Promise<unknown> => new Promise((resolve) => {
    waiting.set(++asked, resolve);
    send({ id: asked, method, params });
  });
  const receive = ({ id, method, params, result }: Message): void => {
    if (id === undefined) return;
    if (method === undefined) waiting.get(id)?.(result);
    // The server's own questions: settings, of which there are none, and leave to watch files.
    else send({ id, result: method === "workspace/configuration" ? (params as { readonly items: readonly unknown[] }).items.map(() => null) : null });
  };
  let rest = Buffer.alloc(0);
  server.stdout.on("data", (data: Buffer) => {
    rest = Buffer.concat([rest, data]);
    for (;;) {
      const head = rest.indexOf("\r\n\r\n");
      const end = head + 4 + Number(/Content-Length: (\d+)/.exec(rest.subarray(0, Math.max(0, head)).toString())?.[1]);
      if (!(head >= 0 && rest.length >= end)) return;
      receive(JSON.parse(rest.subarray(head + 4, end).toString()) as Message); // the protocol's
      rest = rest.subarray(end);
    }
  });
  try {
    const uri = pathToFileURL(`${root}${file}`).href;
    const text = lines.map((line) => line.replace(cursor, "")).join("\n");
    await ask("initialize", { processId: process.pid, rootUri: pathToFileURL(root).href, capabilities: {} });
    send({ method: "initialized", params: {} });
    send({ method: "textDocument/didOpen", params: { textDocument: { uri, languageId: "typescript", version: 1, text } } });
    const answers: (readonly string[])[] = [];
    for (const [line, code] of lines.entries()) {
      const answer = await ask("textDocument/completion", { textDocument: { uri }, position: { line, character: code.indexOf(cursor) } });
      const { items = [] } = (answer ?? {}) as { readonly items?: readonly { readonly label: string }[] };
      answers.push(items.map(({ label }) => label.replace(/\?$/, "").replaceAll('"', "")).sort());
    }
    return answers;
  } finally {
    server.kill();
  }
};
