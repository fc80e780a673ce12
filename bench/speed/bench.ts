/** The whole run: what operations cost, then every row of every flow; rows are reported flow by flow, as they come. */
import type { AnyFlow } from "../../src/flow/flow.ts";
import { parse } from "../../src/flow/parse.ts";
import { arithmetic, type Counts, type Operation } from "./arithmetic.ts";
import type { Contender, Opened } from "./contenders.ts";
import { costs, limitOf, type Costs } from "./costs.ts";
import { plane } from "./flows.ts";
import { iterations } from "./iterations.ts";
import type { Extent } from "./options.ts";
import { measure, nameOf, type Asked, type Row } from "./row.ts";
import { subject, works, type Subject, type Work } from "./subject.ts";

type Precision = "float32" | "float64";

/** What one sample of each program is made of. Roots take fewer iterations in float32. */
export type Arithmetic = { readonly [P in Precision]: { readonly [W in Work]: Counts } };

export interface Plan {
  readonly flows: { readonly [name: string]: AnyFlow };
  readonly contenders: readonly Contender[];
  readonly only: readonly string[];
  readonly extent: Extent;
}

export interface Listener {
  /** What is about to be done. */
  readonly begin: (what: string) => void;
  readonly block: (flow: string, counts: Arithmetic, rows: readonly Row[]) => void;
}

export interface Report {
  readonly costs: { readonly [P in Precision]?: Costs };
  readonly counts: { readonly [flow: string]: Arithmetic };
  readonly rows: readonly Row[];
}

export const bench = async ({ flows, contenders, only, extent: { batches, patience, costs: careful } }: Plan, { begin, block }: Listener): Promise<Report> => {
  const asked = Object.keys(flows).flatMap((flow) => works.flatMap((work) => contenders.map((contender) => ({ flow, work, contender }))))
    .filter((each) => isRow(each) && only.every((part) => nameOf(each).includes(part)));
  const most = Math.max(...batches);
  const subjects = new Map([...new Set(asked.map(({ flow }) => flow))].map((flow) => [flow, subject(flows[flow]!, most)]));
  const counts = Object.fromEntries(Array.from(subjects, ([flow, own]) => [flow, { float32: counted(own, most, "float32"), float64: counted(own, most, "float64") }]));
  const opened = new Map<Contender, Opened>();
  for (const contender of new Set(asked.map((each) => each.contender))) opened.set(contender, await contender.open());
  try {
    const operations = new Set(asked.flatMap(({ flow, work }) => Object.keys(counts[flow]!.float32[work]) as Operation[]));
    const known: { [P in Precision]?: Costs } = {};
    for (const [{ precision, threads }, { interpreter }] of opened) {
      if (precision === undefined || threads !== 1) continue;
      begin(`what ${operations.size} operations cost in ${precision}`);
      await rest();
      known[precision] = costs(operations, interpreter, careful);
      // So that no row pays for the compiler's own first steps. A flow that is not in the table, or it would be known.
      interpreter.compile(subject(parse("s3", "n"), 1).programs["training step"]);
    }
    const rows: Row[] = [];
    for (const [flow, own] of subjects) {
      begin(flow);
      const ofFlow: Row[] = [];
      for (const each of asked) {
        if (each.flow !== flow) continue;
        const ready = opened.get(each.contender)!;
        await ready.enter();
        await rest();
        const row = measure(each, own, ready, batches, patience);
        const { precision } = row;
        const cost = precision && known[precision];
        ofFlow.push(cost ? { ...row, limit: limitOf(counts[flow]![precision][each.work], cost) } : row);
      }
      block(flow, counts[flow]!, ofFlow);
      rows.push(...ofFlow);
    }
    return { costs: known, counts, rows };
  } finally {
    for (const { close } of opened.values()) close();
  }
};

/** Values and gradients without Adam are timed only where a speed is required of them. */
const isRow = ({ flow, work, contender: { precision, threads } }: Asked): boolean =>
  work !== "value and gradient" || (flow === plane && precision === "float32" && threads === 1);

/** Samples on which the iterations of roots are counted. */
const some = 64;

const counted = ({ programs, inputs }: Subject, most: number, precision: Precision): { readonly [W in Work]: Counts } => {
  const count = Math.min(some, most);
  const of = (work: Work): Counts => arithmetic(programs[work], iterations(programs[work], inputs, count, precision));
  return Object.fromEntries(works.map((work) => [work, of(work)])) as { [W in Work]: Counts };
};

/** Lets what waits for its turn, such as a worker that starts or a line that is written, have it. */
const rest = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
