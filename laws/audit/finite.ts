/** Whether log-densities are finite where formulas break first: at corners of each manifold, and far out. */
import type { PlannedBlock } from "../../src/flow/plan.ts";
import type { Audited, AuditedBlock, Drawn } from "./audited.ts";
import { corners, farOut } from "./corners.ts";
import type { Computer } from "./interpreters.ts";
import { brief, type Finding } from "./line.ts";

/** Powers of ten, in units of the frame. A model owes finite numbers as far as `owed`. */
const furthest = { float64: 300, float32: 37 } as const;
const owed = { float64: 6, float32: 4 } as const;

/** Each block in these contexts, with the others where the contexts have them. */
export const finite = (of: Audited, contexts: Drawn, computers: readonly Computer[]): readonly Finding[] =>
  computers.flatMap((computer): readonly Finding[] => {
    const { precision } = computer;
    const logProb = (block: AuditedBlock, points: readonly (readonly number[])[]): readonly number[] =>
      Array.from({ length: contexts.count }, (_, at) => Array.from(of.logProb(block, contexts, at, Float64Array.from(points.flat()), computer.programs))).flat();

    const atCorners = of.blocks.flatMap((block) => {
      const points = corners(block.manifold);
      return logProb(block, points).map((value, row) => ({ value, where: `${block.name}, at (${points[row % points.length]!.map(brief).join(", ")})` }));
    });
    const broken = atCorners.filter(({ value }) => !Number.isFinite(value));
    const reaches = of.blocks.flatMap((block) => {
      const { location, scale } = frameOf(of, block.planned);
      const fails = Array.from({ length: furthest[precision] }, (_, power) => power).find((power) => {
        const points = farOut(block.manifold, location, scale, 10 ** power);
        return points.length > 0 && logProb(block, points).some((value) => !Number.isFinite(value));
      });
      return block.manifold.kind === "e" || block.manifold.kind === "h" ? [{ name: block.name, power: fails === undefined ? furthest[precision] : fails - 1 }] : [];
    });
    const [first, ...rest] = reaches;
    const nearest = first && rest.reduce((least, each) => (each.power < least.power ? each : least), first);
    return [
      ...(atCorners.length === 0 ? [] : [{
        name: `corners (${precision})`,
        statement: "log p is finite at poles, seams, ends and vertices",
        error: broken.length,
        tolerance: 0,
        detail: broken[0] ? `${broken[0].value} in ${broken[0].where}` : `${atCorners.length} log-densities`,
      }]),
      ...(nearest ? [{
        name: `far out (${precision})`,
        statement: `log p is finite as far as 1e${owed[precision]} units from the middle of each block without bounds`,
        error: Math.max(0, owed[precision] - nearest.power),
        tolerance: 0,
        detail: nearest.power < 0 ? `not even one unit out in ${nearest.name}` : `finite as far as 1e${nearest.power} units in ${nearest.name}`,
      }] : []),
    ];
  });

const frameOf = ({ model: { parameters } }: Audited, { frame, geometry: { dim } }: PlannedBlock): { readonly location: readonly number[]; readonly scale: readonly number[] } => {
  const read = (offset: number | undefined, otherwise: number): readonly number[] => Array.from({ length: dim }, (_, at) => (offset === undefined ? otherwise : parameters[offset + at]!));
  return { location: read(frame?.location.offset, 0), scale: read(frame?.logScale.offset, 0).map(Math.exp) };
};
