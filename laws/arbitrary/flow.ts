/**
 * Random well-typed flows over the registry: any manifold of few dimensions, chains of layers that fit it with random
 * options, composed and inverted, joined by ⊕ and ⊗ and conditioned. They shrink by `smaller`, towards one block without
 * layers, and reports print them as code.
 */
import fc from "fast-check";
import { either } from "fp-ts";
import { Bijector, type AnyDefinition, type Layer } from "../../src/bijectors/bijector.ts";
import { compose, invert } from "../../src/bijectors/layer.ts";
import { fits } from "../../src/bijectors/letters.ts";
import { matrixCount, networkFields, type NetworkOptions } from "../../src/bijectors/network.ts";
import { defaults, type Fields, type Option } from "../../src/bijectors/options.ts";
import { registry } from "../../src/bijectors/registry.ts";
import { unsafe } from "../../src/error.ts";
import { numbersOf } from "../../src/flow/codec-bounds.ts";
import { given, oplusWith, otimes, type AnyFlow } from "../../src/flow/flow.ts";
import { block } from "../../src/flow/manifolds.ts";
import { plan } from "../../src/flow/plan.ts";
import { blocksOf } from "../../src/flow/tree.ts";
import { showCode } from "../../src/interpret/text/code.ts";
import { geometry } from "../../src/manifold/manifold.ts";
import { parseSpace, type ManifoldSpec } from "../../src/manifold/space.ts";
import { isFlow } from "./kind.ts";
import { shrinking } from "./shrinking.ts";
import { smaller } from "./smaller.ts";

export interface FlowShape {
  /** Parts of a join, at most. */
  readonly parts?: number;
  /** Layers of a block, at most. */
  readonly layers?: number;
  /** Whether layers and joins have options other than their defaults. */
  readonly options?: boolean;
  /** Whether flows may have a condition. */
  readonly conditions?: boolean;
  /** Specs of the blocks. */
  readonly blocks?: readonly string[];
}

const defaultBlocks = ["e1", "e2", "e3", "s1", "s2", "s3", "i", "i_-3_0.5", "i_0_inf", "a1", "a2", "c3"];

const manifold = (spec: string): ManifoldSpec => unsafe(parseSpace(spec))[0]!;

/** A value of an option, by the words that its codec has for what it takes; near its default. */
export const optionValue = ({ codec, fallback }: Option<unknown>): fc.Arbitrary<unknown> => {
  const words = codec.name;
  const [least = 0, most = 0] = (words.match(/-?\d+(\.\d+)?(e[+-]?\d+)?/g) ?? []).slice(-2).map(Number);
  const few = () => fc.integer({ min: least, max: Math.min(most, Math.max(least, 0) + 5) }).map((value) => value + 0);
  const drawn = words.startsWith("a whole number") ? few()
    : words.startsWith("a list") ? fc.array(few(), { maxLength: 2 })
    : words.startsWith("true") ? fc.boolean()
    : words.startsWith("one of") ? fc.constantFrom(...words.slice("one of ".length).split(", "))
    : words.endsWith(", or none") ? fc.constantFrom("none", 20 * Math.max(1, least))
    : typeof fallback === "number" ? fc.constantFrom(fallback / 2, fallback * 1.5)
    : fc.constant(fallback);
  return fc.oneof(fc.constant(fallback), drawn.filter((value) => either.isRight(codec.decode(value))));
};

const optionsOf = (fields: Fields): fc.Arbitrary<Record<string, unknown>> =>
  fc.record(Object.fromEntries(Object.entries(fields).map(([name, option]) => [name, optionValue(option)])), { noNullPrototype: true });

export const networkOptions: fc.Arbitrary<Partial<NetworkOptions>> =
  // The fields of networks are the options of networks.
  fc.oneof(fc.constant({}), fc.tuple(optionsOf(networkFields) as fc.Arbitrary<NetworkOptions>, fc.option(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 5, maxLength: 5 })))
    .map(([options, ranks]) => (ranks ? { ...options, rank: ranks.slice(0, matrixCount({ ...defaults(networkFields), ...options })) } : options)));

const definitions: readonly AnyDefinition[] = Object.values(registry).map(({ definition }) => definition);

/** A layer of the library on this manifold. */
export const layerOf = (definition: AnyDefinition, on: ManifoldSpec, options = true): fc.Arbitrary<Layer> => {
  const plain = new Bijector(definition, {}).with({});
  if (!options) return fc.constant(plain);
  return fc.oneof(
    fc.constant<Layer>(plain),
    // Some options exclude each other; such layers are no layers.
    optionsOf(definition.options).map((values): Layer => plain.with(values)).filter((layer) => either.isRight(numbersOf(layer, geometry(on)))),
  );
};

/** Any layer on this manifold, composed and inverted ones too. */
export const layerOn = (on: ManifoldSpec, options = true): fc.Arbitrary<Layer> => {
  const one = fc.constantFrom(...definitions.filter((definition) => fits(on, definition.on))).chain((definition) => layerOf(definition, on, options));
  // Classes take one layer, as it is.
  if (on.kind === "c") return one;
  const pair = fc.array(one, { minLength: 2, maxLength: 3 }).map(([first, ...rest]): Layer => compose(first!, ...rest));
  return fc.oneof({ weight: 6, arbitrary: one }, { weight: 1, arbitrary: one.map(invert) }, { weight: 1, arbitrary: pair }, { weight: 1, arbitrary: pair.map(invert) });
};

const blockFlow = (spec: string, { layers = 3, options = true }: FlowShape): fc.Arbitrary<AnyFlow> => {
  const on = manifold(spec);
  if (on.kind === "c") layers = Math.min(layers, 1);
  return fc.array(fc.tuple(layerOn(on, options), fc.integer({ min: 1, max: on.kind === "c" ? 1 : 2 })), { maxLength: layers })
    .map((runs) => runs.reduce((flow, [layer, times]) => flow.through(layer as never, times), block(on))); // the layer fits
};

const join = (parts: fc.Arbitrary<AnyFlow>, { parts: most = 3, options = true }: FlowShape): fc.Arbitrary<AnyFlow> =>
  fc.tuple(fc.array(parts, { maxLength: most }), fc.boolean(), options ? networkOptions : fc.constant({}))
    // Parts of different types: their conditions agree by construction.
    .map(([flows, dependent, networks]) => (dependent ? oplusWith(networks)(...(flows as never[])) : otimes(...(flows as never[]))) as AnyFlow);

/** The condition at once or block by block, which is the same condition. */
const conditioned = (body: fc.Arbitrary<AnyFlow>, condition: string, { options = true }: FlowShape): fc.Arbitrary<AnyFlow> =>
  fc.tuple(body, fc.boolean(), options ? networkOptions : fc.constant({}), fc.constantFrom(false, false, options)).map(([flow, apart, networks, everything]) =>
    (apart ? condition.split("+") : [condition]).reduceRight<AnyFlow>((inner, spec) => given<string>(spec, { ...networks, everything })(inner), flow));

/** A network that predicts the networks of others makes numbers by the million. */
const mostParameters = 200_000;

/** Flows; of a condition where the shape allows it. */
export const flows = (shape: FlowShape = {}): fc.Arbitrary<AnyFlow> => {
  const specs = shape.blocks?.map((spec) => manifold(spec).spec);
  const isAmong = ({ tree, condition }: AnyFlow): boolean =>
    (shape.conditions !== false || condition === "e0") && blocksOf(tree).every(({ manifold: { spec } }) => specs?.includes(spec) ?? true) && plan(tree).parameterCount <= mostParameters;
  return shrinking({ drawn: ofAnySize(shape).filter(isAmong), smaller, is: (value): value is AnyFlow => isFlow(value) && isAmong(value), print: showCode });
};

const ofAnySize = (shape: FlowShape): fc.Arbitrary<AnyFlow> => {
  const blocks = fc.constantFrom(...(shape.blocks ?? defaultBlocks)).chain((spec) => blockFlow(spec, shape));
  const { plain } = fc.letrec<{ plain: AnyFlow }>((tie) => ({
    plain: fc.oneof({ depthSize: "small" }, blocks, join(tie("plain"), shape)),
  }));
  if (shape.conditions === false) return plain;
  const conditional = fc.constantFrom("e2", "s2", "e1+s1", "a1+c3").chain((condition) => {
    const whole = conditioned(plain, condition, shape);
    return fc.oneof(whole, join(fc.oneof(plain, whole), shape));
  });
  return fc.oneof({ weight: 2, arbitrary: plain }, { weight: 1, arbitrary: conditional });
};
