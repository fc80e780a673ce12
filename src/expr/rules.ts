/**
 * How every operation differentiates, written in expressions: one row per operation, both modes side by side.
 * `push` maps tangents of the arguments to the tangent of the node; `pull` maps a cotangent of the node to one for
 * each argument. A derivative that is zero everywhere is `undefined`.
 */
import type { BinaryOp, Expr, Op, UnaryOp } from "./expr.ts";
import { constantValue, formal } from "./expr.ts";
import * as e from "./elementwise.ts";
import * as t from "./tensor.ts";
import { instantiate } from "./binder.ts";
import { inverseMills, logNormalDensity, mills } from "./mills.ts";
import { isZero, type Contribution, type Pull, type Rule } from "./rule.ts";
import { scanRule } from "./scan-rule.ts";

const addKnown = (terms: readonly (Expr | undefined)[]): Expr | undefined =>
  terms.reduce((sum, term) => (sum && term ? e.add(sum, term) : (sum ?? term)), undefined);

type Partial = (node: Expr) => Expr;

/** The rule of an elementwise operation, from its partial derivatives. */
const elementwise = (...partials: readonly (Partial | undefined)[]): Rule => ({
  push: (node, tangents) => {
    const terms = tangents.map((tangent, index) => tangent && partials[index] && e.mul(partials[index](node), tangent));
    const sum = addKnown(terms);
    return sum && t.expand(sum, node.shape);
  },
  pull: (node, cotangent) =>
    partials.map((partial, index) => partial && (() => t.unbroadcast(e.mul(partial(node), cotangent), node.args[index]!.shape))),
});

/** The rule of an operation that is linear in its first argument; `adjoint` is its transpose. */
const linear = (again: (node: Expr, x: Expr) => Expr, adjoint: (node: Expr, cotangent: Expr) => Contribution): Rule => ({
  push: (node, [tangent]) => tangent && again(node, tangent),
  pull: (node, cotangent) => [() => adjoint(node, cotangent)],
});

const constantRule: Rule = { push: () => undefined, pull: () => [] };

const x = (node: Expr): Expr => node.args[0]!;
const y = (node: Expr): Expr => node.args[1]!;
const always = (value: number) => (): Expr => e.add(value);

/** 1 / √(1 + x²), of which nothing overflows: 1 / (|x| √(1 + 1/x²)) beyond 1. */
const inverseRoot = (x: Expr): Expr => {
  const size = e.abs(x);
  const isLarge = e.less(1, size);
  const scale = e.div(1, e.where(isLarge, size, 1));
  return e.div(scale, e.sqrt(e.add(1, e.square(e.where(isLarge, scale, x)))));
};

/** a / (a² + b²), of which nothing overflows or vanishes: whatever the scale, the quotient is the same, and so are its derivatives. */
const perSquares = (a: Expr, b: Expr): Expr => {
  const scale = e.stopGradient(e.maximum(e.abs(a), e.abs(b)));
  const [own, other] = [e.div(a, scale), e.div(b, scale)];
  return e.div(e.div(own, e.add(e.square(own), e.square(other))), scale);
};

const unaryRules: { readonly [O in UnaryOp]: Rule } = {
  neg: elementwise(always(-1)),
  abs: elementwise((n) => e.sign(x(n))),
  sign: constantRule,
  floor: constantRule,
  sqrt: elementwise((n) => e.div(0.5, n)),
  exp: elementwise((n) => n),
  log: elementwise((n) => e.div(1, x(n))),
  log1p: elementwise((n) => e.div(1, e.add(1, x(n)))),
  expm1: elementwise((n) => e.exp(x(n))),
  sin: elementwise((n) => e.cos(x(n))),
  cos: elementwise((n) => e.neg(e.sin(x(n)))),
  tan: elementwise((n) => e.add(1, e.square(n))),
  asin: elementwise((n) => e.div(1, e.sqrt(e.mul(e.sub(1, x(n)), e.add(1, x(n)))))),
  acos: elementwise((n) => e.div(-1, e.sqrt(e.mul(e.sub(1, x(n)), e.add(1, x(n)))))),
  atan: elementwise((n) => e.div(1, e.add(1, e.square(x(n))))),
  sinh: elementwise((n) => e.cosh(x(n))),
  cosh: elementwise((n) => e.sinh(x(n))),
  tanh: elementwise((n) => e.mul(e.sub(1, n), e.add(1, n))),
  asinh: elementwise((n) => inverseRoot(x(n))),
  sigmoid: elementwise((n) => e.mul(n, e.sigmoid(e.neg(x(n))))),
  softplus: elementwise((n) => e.sigmoid(x(n))),
  logSigmoid: elementwise((n) => e.sigmoid(e.neg(x(n)))),
  normalCdf: elementwise((n) => e.exp(logNormalDensity(x(n)))),
  logNormalCdf: elementwise((n) => inverseMills(x(n), n)),
  logNormalQuantile: elementwise((n) => mills(n, x(n))),
};

/** (x/y)/y, which for a constant x is (x/y)² / x. */
const perDenominator = (n: Expr): Expr => {
  const numerator = constantValue(x(n));
  return numerator ? e.mul(1 / numerator, e.square(n)) : e.div(n, y(n));
};

const binaryRules: { readonly [O in BinaryOp]: Rule } = {
  add: elementwise(always(1), always(1)),
  sub: elementwise(always(1), always(-1)),
  mul: elementwise(y, x),
  div: {
    push: elementwise((n) => e.div(1, y(n)), (n) => e.neg(perDenominator(n))).push,
    // One division serves both arguments.
    pull: (n, cotangent) => {
      const share = e.div(cotangent, y(n));
      return [
        () => t.unbroadcast(share, x(n).shape),
        () => t.unbroadcast(e.neg(constantValue(x(n)) ? e.mul(perDenominator(n), cotangent) : e.mul(n, share)), y(n).shape),
      ];
    },
  },
  minimum: elementwise((n) => e.lessEqual(x(n), y(n)), (n) => e.less(y(n), x(n))),
  maximum: elementwise((n) => e.lessEqual(y(n), x(n)), (n) => e.less(x(n), y(n))),
  atan2: elementwise((n) => perSquares(y(n), x(n)), (n) => e.neg(perSquares(x(n), y(n)))),
  less: constantRule,
  lessEqual: constantRule,
  equal: constantRule,
};

/** Weights that turn a reduction's cotangent into that of its argument, and back. */
const weighted = (weights: (node: Expr<"max"> | Expr<"logSumExp">) => Expr) => ({
  push: (node: Expr<"max"> | Expr<"logSumExp">, [tangent]: readonly (Expr | undefined)[]): Expr | undefined =>
    tangent && t.sum(e.mul(weights(node), tangent), node.attributes.axis),
  pull: (node: Expr<"max"> | Expr<"logSumExp">, cotangent: Expr): readonly Pull[] => [
    () => e.mul(weights(node), t.unsqueeze(cotangent, node.attributes.axis)),
  ],
});

const inverseOf = (permutation: readonly number[]): readonly number[] => permutation.map((_, axis) => permutation.indexOf(axis));

export const rules: { readonly [O in Op]: Rule<O> } = {
  ...unaryRules,
  ...binaryRules,
  constant: constantRule,
  variable: constantRule,
  stopGradient: constantRule,
  oneHot: constantRule,
  where: {
    push: (node, [, yes, no]) => {
      if (!yes && !no) return undefined;
      return t.expand(e.where(node.args[0]!, yes ?? e.zero, no ?? e.zero), node.shape);
    },
    pull: (node, cotangent) => [
      undefined,
      () => t.unbroadcast(e.where(node.args[0]!, cotangent, e.zero), node.args[1]!.shape),
      () => t.unbroadcast(e.where(node.args[0]!, e.zero, cotangent), node.args[2]!.shape),
    ],
  },
  sum: {
    push: (node, [tangent]) => tangent && t.sum(tangent, node.attributes.axis),
    pull: (node, cotangent) => [() => t.expand(t.unsqueeze(cotangent, node.attributes.axis), x(node).shape)],
  },
  max: weighted((node) => {
    const hits = e.equal(x(node), t.unsqueeze(node, node.attributes.axis));
    return e.div(hits, t.unsqueeze(t.sum(hits, node.attributes.axis), node.attributes.axis));
  }),
  logSumExp: weighted((node) => e.exp(e.sub(x(node), t.unsqueeze(node, node.attributes.axis)))),
  cumsum: {
    push: (node, [tangent]) => tangent && t.cumsum(tangent, node.attributes.axis, node.attributes.reverse),
    pull: (node, cotangent) => [() => t.cumsum(cotangent, node.attributes.axis, !node.attributes.reverse)],
  },
  reshape: linear((node, tangent) => t.reshape(tangent, node.shape), (node, cotangent) => t.reshape(cotangent, x(node).shape)),
  expand: linear((node, tangent) => t.expand(tangent, node.shape), (node, cotangent) => t.unbroadcast(cotangent, x(node).shape)),
  transpose: {
    push: (node, [tangent]) => tangent && t.transpose(tangent, node.attributes.permutation),
    pull: (node, cotangent) => [() => t.transpose(cotangent, inverseOf(node.attributes.permutation))],
  },
  slice: {
    push: (node, [tangent]) =>
      tangent && t.slice(tangent, node.attributes.axis, node.attributes.start, node.shape[node.attributes.axis]!),
    pull: (node, values) => [() => ({ ...node.attributes, values })],
  },
  concat: {
    push: (node, tangents) =>
      tangents.every((tangent) => tangent === undefined)
        ? undefined
        : t.concat(node.args.map((argument, index) => tangents[index] ?? t.zeros(argument.shape)), node.attributes.axis),
    pull: (node, cotangent) => {
      const { axis } = node.attributes;
      let start = 0;
      return node.args.map((argument) => {
        const [from, length] = [start, argument.shape[axis]!];
        start += length;
        return () => t.slice(cotangent, axis, from, length);
      });
    },
  },
  gather: {
    push: (node, [tangent]) => tangent && t.gather(tangent, y(node)),
    pull: (node, cotangent) => [() => e.mul(t.unsqueeze(cotangent), t.oneHot(y(node), x(node).shape.at(-1)!)), undefined],
  },
  matmul: {
    push: (node, [a, b]) => addKnown([a && t.matmul(a, y(node)), b && t.matmul(x(node), b)]),
    pull: (node, cotangent) => [
      () => t.matmul(cotangent, t.transpose(y(node))),
      () => t.matmul(t.transpose(x(node)), cotangent),
    ],
  },
  // A uniform argument counts once per sample, and so does its cotangent.
  batchSum: linear((_, tangent) => t.batchSum(tangent), (node, cotangent) => (x(node).uniform ? t.batchSum(cotangent) : cotangent)),
  /** Implicit function theorem: r(y, c) = 0 gives dy = −(∂r/∂c · dc) / (∂r/∂y). */
  root: {
    push: (node, tangents, { jvp }) => {
      const { captured, residual, slope } = node.attributes.body;
      const known = captured.flatMap((each, index) => {
        const tangent = tangents[index + 2];
        return tangent ? [[each, formal(tangent, `tangent${index}`), tangent] as const] : [];
      });
      if (known.length === 0) return undefined;
      const [moved] = jvp([residual], new Map(known.map(([each, form]) => [each, form])));
      const [change, steepness] = instantiate(node, [moved!, slope], known.map(([, form, tangent]) => [form, tangent]));
      return e.neg(e.div(change!, steepness!));
    },
    pull: (node, cotangent, { vjp }) => {
      const { captured, residual, slope } = node.attributes.body;
      const [steepness] = instantiate(node, [slope]);
      const seed = e.neg(e.div(cotangent, steepness!));
      const form = formal(seed, "seed");
      const pulled = instantiate(node, vjp([residual], [form], captured), [[form, seed]]);
      return [undefined, undefined, ...pulled.map((each) => (isZero(each) ? undefined : () => each))];
    },
  },
  scan: scanRule,
};
