/**
 * The language in which every formula of the library is written once.
 *
 * An `Expr` describes a small tensor of static shape FOR ONE SAMPLE; the batch is not in the language. A node is
 * *uniform* when it is the same for every sample: constants, parameters and what is made of them. Interpreters compute
 * uniform nodes once per call. Nodes are immutable; sharing is object identity.
 */

/** Axis lengths; `[]` is a scalar. */
export type Shape = readonly number[];

export const unaryOps = [
  "neg", "abs", "sign", "floor", "sqrt", "exp", "log", "log1p", "expm1",
  "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh",
  "sigmoid", "softplus", "logSigmoid", "normalCdf", "logNormalCdf", "logNormalQuantile",
] as const;
export type UnaryOp = (typeof unaryOps)[number];

export const binaryOps = [
  "add", "sub", "mul", "div", "minimum", "maximum", "atan2", "less", "lessEqual", "equal",
] as const;
export type BinaryOp = (typeof binaryOps)[number];

/** What the body of a `root` is made of: the residual as an expression of the unknown and of the captured values. */
export interface RootBody {
  /** Stands for the solution; has the shape of the root. */
  readonly unknown: Expr;
  /** Stand for the captured outer values, in the order of `args.slice(2)`. */
  readonly captured: readonly Expr[];
  /** Increases in `unknown`, element by element, and is zero at the solution. */
  readonly residual: Expr;
  /** Derivative of `residual` in `unknown`, element by element. */
  readonly slope: Expr;
}

/** What the body of a `scan` is made of: one step, as expressions of what is carried from step to step. */
export interface ScanBody {
  /** Stand for the carries before the step; the first arguments are where they start. */
  readonly carries: readonly Expr[];
  /** Stands for the number of the step, from 0. */
  readonly step: Expr;
  /** Stand for row `step` of the arguments that follow, [length, ...shape] each. */
  readonly rows: readonly Expr[];
  /** Stand for the captured outer values, which are the last arguments. */
  readonly captured: readonly Expr[];
  /** The carries after the step. */
  readonly next: readonly Expr[];
  /** What is kept of every step. */
  readonly recorded: readonly Expr[];
}

type None = Readonly<Record<never, never>>;

/** The static attributes of every operation: the one list that all rule tables must cover. */
export type Attributes =
  & { readonly [O in UnaryOp | BinaryOp]: None }
  & {
    readonly constant: { readonly values: Float64Array };
    readonly variable: { readonly name: string };
    readonly stopGradient: None;
    readonly where: None;
    readonly sum: { readonly axis: number };
    readonly max: { readonly axis: number };
    readonly logSumExp: { readonly axis: number };
    readonly cumsum: { readonly axis: number; readonly reverse: boolean };
    readonly reshape: None;
    readonly expand: None;
    readonly transpose: { readonly permutation: readonly number[] };
    readonly slice: { readonly axis: number; readonly start: number };
    readonly concat: { readonly axis: number };
    readonly gather: None;
    readonly oneHot: None;
    readonly matmul: None;
    readonly batchSum: None;
    readonly root: { readonly body: RootBody };
    /** The value is flat: the last carries, then each record as [length, ...shape]. With `reverse` the last step comes first. */
    readonly scan: { readonly body: ScanBody; readonly length: number; readonly reverse: boolean };
  };

export type Op = keyof Attributes;

/** One node of an expression graph. Build nodes with the smart constructors, never by hand. */
export interface Expr<O extends Op = Op> {
  readonly op: O;
  readonly args: readonly Expr[];
  readonly attributes: Attributes[O];
  readonly shape: Shape;
  /** True when no sample reaches this node. */
  readonly uniform: boolean;
}

/** Whatever a constructor takes where a scalar constant will do. */
export type Operand = Expr | number;

/** A table with exactly one row per operation; a missing row does not compile. */
export type Table<Row extends { readonly [O in Op]: unknown }> = Row;

export const is = <O extends Op>(node: Expr, op: O): node is Expr<O> => node.op === op;

export const size = (shape: Shape): number => shape.reduce((product, length) => product * length, 1);

/** The raw constructor: every smart constructor ends here. */
export const node = <O extends Op>(
  op: O,
  args: readonly Expr[],
  attributes: Attributes[O],
  shape: Shape,
  uniform: boolean = args.every((argument) => argument.uniform),
): Expr<O> => ({ op, args, attributes, shape, uniform });

/** A constant tensor, row-major. */
export const constant = (values: readonly number[] | Float64Array, shape: Shape = [values.length]): Expr => {
  if (values.length !== size(shape)) {
    throw new RangeError(`A constant of shape [${shape}] takes ${size(shape)} values, but ${values.length} were given.`);
  }
  return node("constant", [], { values: Float64Array.from(values) }, shape, true);
};

export const scalar = (value: number): Expr => constant([value], []);

/** An input that is the same for every sample, such as a vector of parameters. */
export const parameter = (name: string, shape: Shape): Expr => node("variable", [], { name }, shape, true);

/** An input of which every sample has its own. */
export const input = (name: string, shape: Shape): Expr => node("variable", [], { name }, shape, false);

/** A fresh variable that behaves like `like`: the formal argument of a binder. */
export const formal = (like: Expr, name: string): Expr => node("variable", [], { name }, like.shape, like.uniform);

export const lift = (operand: Operand): Expr => (typeof operand === "number" ? scalar(operand) : operand);

/** The value of a constant whose entries are all equal, else undefined. */
export const constantValue = (expr: Expr): number | undefined => {
  if (!is(expr, "constant")) return undefined;
  const { values } = expr.attributes;
  const first = values[0];
  return first !== undefined && values.every((value) => Object.is(value, first)) ? first : undefined;
};
