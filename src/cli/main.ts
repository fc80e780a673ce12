#!/usr/bin/env node
/**
 * The command line. Only the command that is called is loaded, so that `--help` costs nothing. Failures end as one
 * sentence on standard error: 2 for what cannot be meant, 1 for what cannot be done, 130 for Ctrl-C.
 */
import { Command, CommanderError } from "commander";
import { version } from "./version.ts";

interface Entry {
  readonly summary: string;
  readonly load: () => Promise<{ readonly configure: (command: Command) => Command }>;
}

const commands: { readonly [name: string]: Entry } = {
  fit: { summary: "fit a density to the columns of a table", load: () => import("./fit.ts") },
  plot: { summary: "draw a model as an SVG picture", load: () => import("./plot.ts") },
  sample: { summary: "draw rows from a model", load: () => import("./sample.ts") },
  score: { summary: "add the log-density of every row to a table", load: () => import("./score.ts") },
  show: { summary: "show what a model file holds", load: () => import("./show.ts") },
};

const help = `
Examples:
  $ diffeo fit storms.csv --columns "lonlat(lon, lat) + plain(wind_kt)" --out storms.json
  $ diffeo sample storms.json -n 1000 > drawn.csv
  $ diffeo score storms.json storms.csv > scored.csv
  $ diffeo plot storms.json --data storms.csv --out storms.svg
  $ diffeo show storms.json

Tables are CSV with a first line of names, or JSON records. A file "-" is standard input or output.
Type diffeo <command> --help for all options, with examples.`;

const program = async (words: readonly string[]): Promise<Command> => {
  const root = new Command("diffeo")
    .description("Probability densities on joint manifolds: positions, directions, times of day, bounded and plain numbers, fractions and classes.")
    .version(version)
    .helpCommand(true)
    .addHelpText("after", help)
    .exitOverride()
    .configureOutput({ outputError: () => undefined });
  const called = words.find((word) => Object.hasOwn(commands, word));
  for (const [name, { summary, load }] of Object.entries(commands)) {
    const command = root.command(name).summary(summary).description(`${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`);
    if (name === called) (await load()).configure(command);
  }
  return root;
};

/** The parser's message as one sentence. */
const sentenceOf = ({ message }: CommanderError): string => {
  const [first = "", hint] = message.replace(/^error: /, "").split("\n");
  const meant = hint === undefined ? "" : `; ${hint.replace(/^\(Did you mean/, "did you mean").replace(/\)$/, "")}`;
  return `${first.charAt(0).toUpperCase()}${first.slice(1).replace(/\.$/, "")}${meant}${meant.endsWith("?") ? "" : "."}`;
};

const fail = (code: number, sentence: string): void => {
  process.stderr.write(`diffeo: ${sentence}\n`);
  process.exitCode = code;
};

// A reader that has seen enough closes the pipe: no failure.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });
}

const main = async (words: readonly string[]): Promise<void> => {
  try {
    const root = await program(words);
    if (words.length === 0) {
      root.outputHelp();
      return;
    }
    await root.parseAsync([...words], { from: "user" });
  } catch (thrown) {
    if (thrown instanceof CommanderError) {
      if (thrown.exitCode !== 0) fail(2, sentenceOf(thrown));
      return;
    }
    const { Stop } = await import("./failure.ts");
    const { DiffeoFault } = await import("../error.ts");
    if (thrown instanceof Stop) fail(thrown.failure.code, thrown.failure.sentence);
    else if (thrown instanceof DiffeoFault) fail(1, thrown.message);
    else throw thrown;
  }
};

await main(process.argv.slice(2));
