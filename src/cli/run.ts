/**
 * The command line as a function of its words. Only the command that is called is loaded, so that `--help` costs nothing.
 * Failures end as one sentence on standard error and an exit code: 2 for what cannot be meant, 1 for what cannot be done,
 * 130 for Ctrl-C.
 */
import { Command, CommanderError } from "commander";
import { printable } from "../foreign.ts";
import { listed, unknownName } from "./nearest.ts";
import { version } from "./version.ts";

interface Entry {
  readonly summary: string;
  readonly load: () => Promise<{ readonly configure: (command: Command) => Command }>;
}

const commands: { readonly [name: string]: Entry } = {
  fit: { summary: "fit a density to the columns of a table", load: () => import("./fit.ts") },
  sample: { summary: "draw rows from a model", load: () => import("./sample.ts") },
  score: { summary: "add the log-density of every row to a table", load: () => import("./score.ts") },
  show: { summary: "show what a model file holds", load: () => import("./show.ts") },
  coverage: { summary: "check a model's probabilities by rows that it has not seen", load: () => import("./coverage.ts") },
  regions: { summary: "find the smallest regions that hold given shares", load: () => import("./regions.ts") },
  info: { summary: "tell what a density knows: entropies, information between blocks, moments, modes", load: () => import("./info.ts") },
  plot: { summary: "draw a model as a picture, SVG or PNG", load: () => import("./plot.ts") },
  report: { summary: "tell all of a model in one HTML page", load: () => import("./report.ts") },
  verify: { summary: "audit a model: what holds of it, and how well it fits a table", load: () => import("./verify.ts") },
};

const help = `
Examples:
  $ diffeo fit storms.csv --columns "lonlat(lon, lat) + plain(wind_kt)" --out storms.json
  $ diffeo sample storms.json -n 1000 > drawn.csv
  $ diffeo score storms.json storms.csv > scored.csv
  $ diffeo show storms.json
  $ diffeo plot storms.json --data storms.csv --out storms.svg
  $ diffeo report storms.json --data storms.csv --out storms.html
  $ diffeo verify storms.json --data storms.csv

Tables are CSV with a first line of names, or JSON records. A file "-" is standard input or output.
Type diffeo <command> --help for all options, with examples.`;

const program = async (words: readonly string[]): Promise<Command> => {
  const root = new Command("diffeo")
    .description("Probability densities on joint manifolds: positions, directions, times of day, bounded and plain numbers, fractions and classes.")
    .version(version)
    .helpCommand(true)
    .addHelpText("after", help)
    .exitOverride()
    // Failures are told below.
    .configureOutput({ outputError: () => undefined, writeErr: () => undefined });
  const called = words.find((word) => Object.hasOwn(commands, word));
  for (const [name, { summary, load }] of Object.entries(commands)) {
    const command = root.command(name).summary(summary).description(`${capital(summary)}.`);
    if (name === called) (await load()).configure(command);
  }
  return root;
};

/** The parser's message as one sentence; it repeats what was typed, and may end with a hint on a line of its own. */
const sentenceOf = ({ message }: CommanderError): string => {
  const [, said = "", hint] = /^(?:error: )?(.*?)\.?(?:\n\(Did you mean ([^\n]*)\?\))?$/s.exec(message)!; // whatever it is
  return `${capital(printable(said, 500))}${hint === undefined ? "." : `; did you mean ${hint}?`}`;
};

/** The longest sentence: whatever is repeated in it is short by itself, but for the words of the command line. */
const longest = 4_000;

/** The parser would show its help where no command is called, or help is asked on one that does not exist. */
const noCommand = (words: readonly string[]): string => {
  const names = Object.keys(commands);
  const asked = words.find((word) => word !== "help" && !word.startsWith("-") && !Object.hasOwn(commands, word));
  return asked === undefined ? `Say what to do: the commands are ${listed(names)}.` : capital(unknownName("command", asked, names));
};

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** What failed, as a code and a sentence; a mistake of this program is thrown on. */
const failureOf = async (thrown: unknown, words: readonly string[]): Promise<{ readonly code: number; readonly sentence: string }> => {
  if (thrown instanceof CommanderError) {
    return thrown.exitCode === 0 ? { code: 0, sentence: "" } : { code: 2, sentence: thrown.code === "commander.help" ? noCommand(words) : sentenceOf(thrown) };
  }
  const { Stop } = await import("./failure.ts");
  const { DiffeoFault } = await import("../error.ts");
  if (thrown instanceof Stop) return thrown.failure;
  if (thrown instanceof DiffeoFault) return { code: 1, sentence: thrown.message };
  throw thrown;
};

/** Runs the program with these words; the exit code. */
export const run = async (words: readonly string[]): Promise<number> => {
  try {
    const root = await program(words);
    if (words.length === 0) root.outputHelp();
    else await root.parseAsync([...words], { from: "user" });
    return 0;
  } catch (thrown) {
    const { code, sentence } = await failureOf(thrown, words);
    if (code !== 0) process.stderr.write(`diffeo: ${printable(sentence, longest)}\n`);
    return code;
  }
};
