/**
 * The fluent builder: `euclid(4).gauss(4)`, `sphere(2).nsphere()`. A builder is a flow on one manifold that shows only
 * the layers of that manifold, each with how many times it is stacked and with its options; layers are listed from the
 * base to the data.
 */
import { affine } from "../bijectors/affine.ts";
import { circularSpline } from "../bijectors/circular-spline.ts";
import { continuous } from "../bijectors/continuous.ts";
import { expmap } from "../bijectors/expmap.ts";
import { gauss } from "../bijectors/gauss.ts";
import { gumbelSoftmax } from "../bijectors/gumbel-softmax.ts";
import { identityEuclidean, identityInterval, identitySphere } from "../bijectors/identity.ts";
import type { Bijector, Layer, OptionsOf } from "../bijectors/bijector.ts";
import { domains, fits, type Domain } from "../bijectors/letters.ts";
import { logits } from "../bijectors/logits.ts";
import { moebius } from "../bijectors/moebius.ts";
import { moebiusSphere } from "../bijectors/moebius-sphere.ts";
import { nsphere } from "../bijectors/nsphere.ts";
import { rotation } from "../bijectors/rotation.ts";
import { simplexSpline } from "../bijectors/simplex-spline.ts";
import { spline } from "../bijectors/spline/spline.ts";
import { stretch } from "../bijectors/stretch.ts";
import { zoom } from "../bijectors/zoom.ts";
import type { Fields } from "../bijectors/options.ts";
import { DiffeoFault } from "../error.ts";
import type { ManifoldSpec } from "../manifold/space.ts";
import { Flow } from "./flow.ts";
import type { Fitting } from "./letters.ts";
import { misfit, oneLayer } from "./sentences.ts";
import type { Block } from "./tree.ts";

/** A flow on one manifold, to which layers can be added on the data side. */
export class BlockFlow<S extends string = string> extends Flow<S> {
  declare readonly tree: Block;

  constructor(space: S, manifold: ManifoldSpec, layers: readonly Layer[]) {
    super(space, "e0", { tag: "block", manifold, layers });
  }

  // Read off the tree, so that a builder holds what any flow holds: equal flows are equal values, however they were made.
  get manifold(): ManifoldSpec {
    return this.tree.manifold;
  }
  get layers(): readonly Layer[] {
    return this.tree.layers;
  }

  /** Adds a layer on the data side, `times` times. For layers of this library and for your own. */
  through<L extends Layer>(layer: Fitting<S, L>, times = 1): this {
    // Where the argument is no layer the compiler has refused it.
    return this.add(layer as unknown as Layer, times);
  }

  private add(added: Layer, times: number): this {
    if (!fits(this.manifold, added.on)) {
      throw new DiffeoFault({ tag: "LayerMisfit", path: [], sentence: misfit(added.name, domains[added.on].words, this.space) });
    }
    if (!(Number.isInteger(times) && times >= 0)) {
      throw new DiffeoFault({ tag: "OptionError", path: [], sentence: `A layer is stacked a whole number of times, but ${times} was given.` });
    }
    // A second layer on classes would bend the parts within a class, whose slope is their mass.
    if (this.manifold.kind === "c" && (this.layers.length + times > 1 || added.tag !== "layer")) {
      throw new DiffeoFault({ tag: "LayerMisfit", path: [], sentence: oneLayer(this.space) });
    }
    const same = this.constructor as new (space: S, manifold: ManifoldSpec, layers: readonly Layer[]) => this;
    return new same(this.space, this.manifold, [...this.layers, ...Array<Layer>(times).fill(added)]);
  }

  /** Adds a layer whose fit the class itself guarantees. */
  protected stack(layer: Bijector<Domain, string, Fields>, times: number, options: object = {}): this {
    return this.add(Object.keys(options).length === 0 ? layer : layer.with(options), times);
  }
}

/** The flow itself where the layer fits it, else the sentence. */
type Onto<F extends BlockFlow, L extends Layer> = Fitting<F["space"], L> extends L ? F : Fitting<F["space"], L>;

/** The method `through` for `pipe`: `pipe(euclid(4), through(gauss, 4), through(affine))`. */
export const through =
  <L extends Layer>(layer: L, times = 1) =>
  <F extends BlockFlow>(flow: F & Onto<F, L>): F =>
    (flow as F).through(layer as never, times);

/** A flow on R^n, or on a half line by the logarithm of the distance to its end. */
export class EuclideanFlow<S extends string> extends BlockFlow<S> {
  affine(times = 1, options: OptionsOf<typeof affine> = {}): this {
    return this.stack(affine, times, options);
  }
  gauss(times = 1, options: OptionsOf<typeof gauss> = {}): this {
    return this.stack(gauss, times, options);
  }
  stretch(times = 1, options: OptionsOf<typeof stretch> = {}): this {
    return this.stack(stretch, times, options);
  }
  identity(times = 1): this {
    return this.stack(identityEuclidean, times);
  }
}

/** A flow on the circle. */
export class CircleFlow<S extends string> extends BlockFlow<S> {
  moebius(times = 1, options: OptionsOf<typeof moebius> = {}): this {
    return this.stack(moebius, times, options);
  }
  circularSpline(times = 1, options: OptionsOf<typeof circularSpline> = {}): this {
    return this.stack(circularSpline, times, options);
  }
  continuous(times = 1, options: OptionsOf<typeof continuous> = {}): this {
    return this.stack(continuous, times, options);
  }
  expmap(times = 1, options: OptionsOf<typeof expmap> = {}): this {
    return this.stack(expmap, times, options);
  }
  rotation(times = 1, options: OptionsOf<typeof rotation> = {}): this {
    return this.stack(rotation, times, options);
  }
  identity(times = 1): this {
    return this.stack(identitySphere, times);
  }
}

/** A flow on S^n, n ≥ 2. */
export class SphereFlow<S extends string> extends BlockFlow<S> {
  nsphere(times = 1, options: OptionsOf<typeof nsphere> = {}): this {
    return this.stack(nsphere, times, options);
  }
  zoom(times = 1, options: OptionsOf<typeof zoom> = {}): this {
    return this.stack(zoom, times, options);
  }
  moebius(times = 1, options: OptionsOf<typeof moebiusSphere> = {}): this {
    return this.stack(moebiusSphere, times, options);
  }
  continuous(times = 1, options: OptionsOf<typeof continuous> = {}): this {
    return this.stack(continuous, times, options);
  }
  expmap(times = 1, options: OptionsOf<typeof expmap> = {}): this {
    return this.stack(expmap, times, options);
  }
  rotation(times = 1, options: OptionsOf<typeof rotation> = {}): this {
    return this.stack(rotation, times, options);
  }
  identity(times = 1): this {
    return this.stack(identitySphere, times);
  }
}

/** A flow on a bounded interval. */
export class IntervalFlow<S extends string> extends BlockFlow<S> {
  spline(times = 1, options: OptionsOf<typeof spline> = {}): this {
    return this.stack(spline, times, options);
  }
  identity(times = 1): this {
    return this.stack(identityInterval, times);
  }
}

/** A flow on the simplex Δ^n. */
export class SimplexFlow<S extends string> extends BlockFlow<S> {
  simplexSpline(times = 1, options: OptionsOf<typeof simplexSpline> = {}): this {
    return this.stack(simplexSpline, times, options);
  }
  gumbelSoftmax(times = 1, options: OptionsOf<typeof gumbelSoftmax> = {}): this {
    return this.stack(gumbelSoftmax, times, options);
  }
}

/** Probability masses of classes. */
export class ClassesFlow<S extends string> extends BlockFlow<S> {
  /** Once: all masses are what one layer of logits says. */
  logits(): this {
    return this.stack(logits, 1);
  }
}
