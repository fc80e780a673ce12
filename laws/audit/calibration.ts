/**
 * How a model fits data: whether regions of the base hold as many rows as they should, jointly and block by block, with exact
 * binomial bands, and how likely rows are. No model of real data is exactly right; the tolerances leave room for that.
 */
import { baseContents } from "../../src/model/coverage/base.ts";
import { logNormalQuantile, normalCdf } from "../../src/expr/special.ts";
import { random } from "../../src/random.ts";
import type { Audited, Drawn } from "./audited.ts";
import { band, type Band } from "./binomial.ts";
import { critical, distance, probability } from "./kolmogorov.ts";
import { brief, worst, type Finding } from "./line.ts";
import type { Rows } from "./trips.ts";

/** How often the region that should hold a share of the data does. */
export interface AuditCoverage extends Band {
  /** `joint`, or a block by its name. */
  readonly of: string;
  readonly nominal: number;
  /** Within `lower` to `upper`, if the model is right. */
  readonly observed: number;
}

export interface Calibration {
  readonly coverage: readonly AuditCoverage[];
  readonly findings: readonly Finding[];
}

const nominal = [0.5, 0.68, 0.9, 0.95] as const;

/** Room for models that are good and not right: in shares of the data. */
const room = 0.1;

/** `own` are samples of the model, for comparison. */
export const calibration = (of: Audited, { point, condition, count }: Rows, own: Drawn, chance: number): Calibration => {
  const { plan, model: { parameters, programs } } = of;
  const { base, logProb } = programs.evaluate()({ point, condition, parameters }, count);
  const spread = spreadClasses(of, { point, condition, count }, base);
  const batch = { count, base: { spec: `e${plan.dim}`, count, ambient: plan.dim, rows: spread } };
  const parts = [
    { of: "joint", contents: baseContents(batch) },
    ...(of.blocks.length > 1 ? of.blocks.map(({ name, baseStart, dim }) => ({ of: name, contents: baseContents(batch, baseStart, dim) })) : []),
  ];
  const each = chance / (parts.length * nominal.length);
  const coverage = parts.flatMap((part) => nominal.map((share): AuditCoverage =>
    ({ of: part.of, nominal: share, observed: part.contents.filter((content) => content <= share).length / count, ...band(count, share, each) })));
  const [first, ...rest] = coverage.map(({ of: name, nominal: share, observed, lower, upper }) => ({
    error: Math.abs(observed - share),
    tolerance: room + (observed < share ? share - lower : upper - share),
    detail: `${name}: ${percent(observed)} of ${count.toLocaleString("en")} rows where ${percent(share)} belong, band ${percent(lower)} to ${percent(upper)}`,
  }));
  const [uniformity, ...others] = parts.map(({ of: name, contents }) => {
    const found = distance(Array.from(contents));
    return {
      error: found.distance,
      tolerance: room + critical(count, chance / parts.length),
      detail: `${name}: sup |F_N − F| at content ${brief(found.at)}, p-value ${probability(found.distance, count).toPrecision(2)}`,
    };
  });
  const bad = logProb.filter((value) => !Number.isFinite(value)).length;
  return {
    coverage,
    findings: [
      { name: "coverage of data", statement: `base regions hold their share of the rows, within ${100 * room} % and an exact binomial band`, ...worst(first!, ...rest) },
      { name: "contents of data", statement: `base contents of the rows are uniform, within ${room} and Kolmogorov's bound`, ...worst(uniformity!, ...others) },
      {
        name: "log-density of data",
        statement: "log p is finite in every row",
        error: bad,
        tolerance: 0,
        detail: `${bad > 0 ? `${bad} of ${count.toLocaleString("en")} rows are not finite; ` : ""}mean ${told(logProb)} nats, of the model's own samples ${told(own.logProb)}`,
      },
    ],
  };
};

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** Mean ± standard error of the finite ones. */
const told = (values: Float64Array): string => {
  const finite = values.filter(Number.isFinite);
  const mean = finite.reduce((sum, each) => sum + each, 0) / finite.length;
  const variance = finite.reduce((sum, each) => sum + (each - mean) ** 2, 0) / Math.max(1, finite.length - 1);
  return `${mean.toFixed(4)} ± ${Math.sqrt(variance / finite.length).toFixed(4)}`;
};

/** Base points in which a class is a random place of its part of the base, and not the middle, so that contents are uniform. */
const spreadClasses = ({ blocks, plan, model: { parameters, programs }, seed }: Audited, { point, condition, count }: Rows, base: Float64Array): Float64Array => {
  const to = base.slice();
  for (const { index, manifold, baseStart } of blocks) {
    if (manifold.kind !== "c") continue;
    const { uniform } = random(seed, "audit", "classes", index);
    const { logProb } = programs.block(index)({ point, condition, parameters }, count);
    for (let row = 0; row < count; row++) {
      const at = row * plan.dim + baseStart;
      const share = normalCdf(base[at]!) + Math.exp(logProb[row]!) * (uniform() - 0.5);
      to[at] = share < 0.5 ? logNormalQuantile(Math.log(Math.max(share, Number.MIN_VALUE))) : -logNormalQuantile(Math.log(Math.max(1 - share, Number.MIN_VALUE)));
    }
  }
  return to;
};
