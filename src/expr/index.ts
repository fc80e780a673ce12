/** The expression language: what formulas are written in. */
export type { Attributes, BinaryOp, Expr, Op, Operand, RootBody, ScanBody, Shape, Table, UnaryOp } from "./expr.ts";
export { binaryOps, constant, constantValue, formal, input, is, lift, node, parameter, scalar, size, unaryOps } from "./expr.ts";
export * from "./elementwise.ts";
export * from "./tensor.ts";
export { root, type Bracket, type Solution } from "./root.ts";
export { scan, type TensorsLike, type Scanned, type ScanOptions, type Tensors } from "./scan.ts";
export { instantiate } from "./binder.ts";
export { leftTail, logNormalDensity } from "./mills.ts";
export { jvp, vjp } from "./derivative.ts";
export { dependents, rewrite, substitute, topological } from "./graph.ts";
export { share } from "./share.ts";
