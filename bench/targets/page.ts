/** docs/targets.md as text: two tables of rows, of which some may come from the page as it was. */
import type { DivergenceCase, LikelihoodCase, Training } from "./cases.ts";
import type { Score } from "./score.ts";

/** A value and its standard error, to four decimals or as many as the error needs for two digits. */
const withError = ([value, error]: readonly [number, number]): string => {
  const digits = Math.max(4, Math.ceil(-Math.log10(error)) + 1);
  return `${value.toFixed(digits)} ± ${error.toFixed(digits)}`;
};
const whole = (value: number): string => value.toLocaleString("en");
const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
const head = (cells: readonly string[]): string => `${row(cells)}\n|${"---|".repeat(cells.length)}`;

/** What tells one row from all others. */
export const start = ({ target, layers }: Training & { readonly target: { readonly name: string; readonly space: string } }): string => `| ${target.name} | \`${target.space}\` | ${layers} |`;

const common = (own: Parameters<typeof start>[0], { trained }: Score): string => `${start(own)} ${whole(trained)} | ${whole(own.steps)} × ${own.batch}`;

export const likelihoodRow = (own: LikelihoodCase, score: Score): string =>
  `${common(own, score)} | ${withError(score.divergence)} | ${score.seconds.toFixed(1)} s | ${own.jammy} | ${own.zuko ?? "–"} |`;

export const divergenceRow = (own: DivergenceCase, score: Score): string => {
  const { effectiveShare, logNormalizerOff } = score.reverse!;
  return `${common(own, score)} | ${withError(score.divergence)} | ${(100 * effectiveShare).toFixed(2)} % | ${withError(logNormalizerOff)} | ${score.seconds.toFixed(1)} s | ${own.others} |`;
};

export const likelihoodHead: string = head(["target", "space", "layers", "trained parameters", "steps × batch", "KL", "time", "jammy_flows", "zuko"]);
export const divergenceHead: string = head(["target", "space", "layers", "trained parameters", "steps × batch", "KL", "effective share", "ln Z off by", "time", "others"]);

export const page = (likelihood: readonly string[], divergence: readonly string[]): string => `# Densities with known truth

What flows reach on densities whose entropy and normalizer are known. This page is written by \`npm run bench:targets -- --write\`;
\`npm run bench:targets -- pinwheel\` fits the targets with that name and prints their rows, and with \`--write\` puts them in here.

All runs: Adam with a cosine and seed 1, trained in float32 on one thread; time is that of the processor, which includes the
compilation of the kernels and the start from data. Layers, rate and steps were chosen target by target, among a few; everything else is
at its default. Figures of others: layers, trained parameters, steps: what was reached.

## Maximum likelihood

KL(truth ‖ flow) in nats on 50,000 draws that no fit and no choice of layers has seen, with its standard error, in float64. Draws
are fresh at every step, here and with jammy_flows and zuko, which had batches of 512 and their authors' recommended options. An
estimate may be below zero.

${likelihoodHead}
${likelihood.join("\n")}

## Reverse divergence

\`approximate\` on the density up to a factor, from a fresh flow: KL(flow ‖ truth) in nats, effective share of importance sampling
and the error of the estimate of ln Z, on 20,000 fresh samples, with standard errors, in float32.

${divergenceHead}
${divergence.join("\n")}
`;
