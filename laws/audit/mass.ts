/** Whether a density has mass 1, block by block: the blocks' densities given what is before them multiply to the joint one. */
import type { AuditedBlock } from "./audited.ts";
import type { Integral } from "./integral.ts";
import { brief, worst, type Finding } from "./line.ts";

/** The part of a mass that no rule sees: tails beyond its ends, in any float. */
const floor = 1e-4;

/** A band that is wider than this says nothing. */
const wide = 0.2;

/** Of a block's integrals in several contexts. */
export const mass = ({ name, depends }: AuditedBlock, integrals: readonly Integral[]): Finding => {
  const [first, ...rest] = integrals.map(({ mass: { value, error }, method, effectiveShare }, at) => {
    const share = effectiveShare === undefined ? "" : `, effective share ${(100 * effectiveShare).toPrecision(2)} %`;
    return {
      error: Math.abs(value - 1),
      tolerance: floor + (error <= 1 ? error : 1),
      undecided: error > wide,
      detail: `${value.toPrecision(7)} ± ${brief(error)} by ${method}${share}${depends ? `, given sample ${at + 1} of ${integrals.length}` : ""}`,
    };
  });
  const most = worst(first!, ...rest);
  return { name: `mass, ${name}`, statement: depends ? "∫ p(x | what is before it) dx = 1" : "∫ p(x) dx = 1", ...most };
};
