/** All planted faults. */
import { expressions } from "./faults/expressions.ts";
import { flows } from "./faults/flows.ts";
import { interpreters } from "./faults/interpreters.ts";
import { layers } from "./faults/layers.ts";
import { manifolds } from "./faults/manifolds.ts";
import { models } from "./faults/models.ts";
import { spheres } from "./faults/spheres.ts";
import type { Mutant } from "./mutant.ts";

export const faults: readonly Mutant[] = [...layers, ...spheres, ...manifolds, ...expressions, ...interpreters, ...flows, ...models];
