/**
 * What we ask of TensorFlow.js, and what we must know about its backends.
 *
 * The caller passes in their own `tf` (the umbrella package, tfjs-node, or tfjs-core with a backend): this package never
 * imports it at run time. Only what is listed here is used, all operations forward: derivatives are our own graphs.
 */
import type * as umbrella from "@tensorflow/tfjs";

export type Tensor = umbrella.Tensor;
export type Tensor1D = umbrella.Tensor1D;

type Used =
  | "abs" | "acos" | "add" | "asin" | "atan" | "atan2" | "broadcastTo" | "cast" | "clipByValue" | "concat"
  | "cos" | "cumsum" | "customGrad" | "div" | "engine" | "equal" | "exp" | "expm1" | "fill" | "floor" | "gather"
  | "getBackend" | "getGradient" | "getKernel" | "less" | "lessEqual" | "log" | "log1p" | "logicalAnd" | "logicalOr"
  | "matMul" | "max" | "maximum" | "min" | "minimum" | "mul" | "neg" | "notEqual" | "oneHot" | "ones"
  | "registerGradient" | "registerKernel" | "reshape" | "sigmoid" | "sin" | "slice" | "sqrt" | "square" | "step" | "sub" | "sum"
  | "tan" | "tanh" | "tensor" | "tidy" | "transpose" | "where";

/** The part of a `tf` that we use. */
export type TensorFlow = Pick<typeof umbrella, Used>;

/** How a backend differs from what one would like it to be (measured, TensorFlow.js 4.22). */
export interface Backend {
  /** Elementary functions are good to a few units in the last place. Graphics processors promise little near 0. */
  readonly precise: boolean;
  /** `log1p` is more than `log(1 + x)`. */
  readonly log1p: boolean;
  /** `dataSync` costs no round trip to another processor. */
  readonly readable: boolean;
  /** Broadcasting an inner axis is slow, and full operands are worth making: never, beyond + − × ÷, or always. */
  readonly spread: "never" | "others" | "always";
  /** `broadcastTo` is slow, and multiplying by ones is the way to stretch. */
  readonly stretchByOnes: boolean;
  /** Only the product of two plain matrices is fast: no batches, no transposed factors. */
  readonly plainProducts: boolean;
  /** Its numbers lie where our own kernels can read them and write theirs. */
  readonly open: boolean;
}

const graphics: Backend = { precise: false, log1p: false, readable: false, spread: "never", stretchByOnes: false, plainProducts: false, open: false };
const backends: { readonly [name: string]: Backend } = {
  cpu: { precise: true, log1p: true, readable: true, spread: "always", stretchByOnes: false, plainProducts: false, open: true },
  wasm: { precise: true, log1p: false, readable: true, spread: "others", stretchByOnes: true, plainProducts: true, open: true },
  tensorflow: { precise: true, log1p: true, readable: true, spread: "never", stretchByOnes: false, plainProducts: false, open: false },
};

/** The backend that is set now; one that we do not know is taken to be a graphics processor. */
export const backendOf = (tf: TensorFlow): Backend => backends[tf.getBackend()] ?? graphics;

/** One evaluation: the caller's `tf` on its present backend, for a number of samples. */
export interface Call {
  readonly tf: TensorFlow;
  readonly backend: Backend;
  readonly count: number;
}

export const call = (tf: TensorFlow, count: number): Call => ({ tf, backend: backendOf(tf), count });
