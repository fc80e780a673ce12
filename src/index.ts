/**
 * diffeo: probability densities on joint manifolds.
 *
 * Write a flow, `oplus(sphere(2).nsphere(), euclid(2).gauss(4))`, fit it to points, and hold a density: `logProb`,
 * `sample`, `forward`, `inverse`.
 */
export { DiffeoFault, render, unsafe, type DiffeoError, type Path } from "./error.ts";
export { random, type Random } from "./random.ts";
/** What formulas are written in; also under `diffeo/expr`. */
export * as expr from "./expr/index.ts";

export { canonical, parseSpace, type Concat, type ManifoldSpec, type Space } from "./manifold/space.ts";
export { spec } from "./manifold/spelling.ts";
export { point, type Coordinates, type Point } from "./manifold/point.ts";
export { batch, batchOf, between, concat, product, row, select, type Batch } from "./manifold/batch.ts";
export * from "./manifold/chart.ts";
export * from "./manifold/measure.ts";
export type { Geometry } from "./manifold/manifold.ts";
/** What layers read their points by, and make their images of. */
export * as carriers from "./manifold/carriers.ts";

export {
  bijector, filled, scattered, startingAt,
  type Bijector, type Context, type Definition, type Image, type Layer, type NetworkSpec, type OptionsOf, type Parameters, type ParameterSpec, type Sample,
} from "./bijectors/bijector.ts";
export { compose, invert } from "./bijectors/layer.ts";
export { between as numberBetween, flag, from as numberFrom, oneOf, orNone, whole, wholes, type Option, type Values } from "./bijectors/options.ts";
export { affine } from "./bijectors/affine.ts";
export { circularSpline } from "./bijectors/circular-spline.ts";
export { continuous } from "./bijectors/continuous.ts";
export { expmap } from "./bijectors/expmap.ts";
export { gauss } from "./bijectors/gauss.ts";
export { gumbelSoftmax } from "./bijectors/gumbel-softmax.ts";
export { identityEuclidean, identityInterval, identitySphere } from "./bijectors/identity.ts";
export { logits } from "./bijectors/logits.ts";
export { moebius } from "./bijectors/moebius.ts";
export { moebiusSphere } from "./bijectors/moebius-sphere.ts";
export { nsphere } from "./bijectors/nsphere.ts";
export { rotation } from "./bijectors/rotation.ts";
export { simplexSpline } from "./bijectors/simplex-spline.ts";
export { spline } from "./bijectors/spline/spline.ts";
export { stretch } from "./bijectors/stretch.ts";
export { zoom } from "./bijectors/zoom.ts";

export { eqFlow, Flow, given, monoidOplus, monoidOtimes, oplus, oplusWith, otimes, showFlow, type AnyFlow } from "./flow/flow.ts";
export { withRate, RatedFlow } from "./flow/rate.ts";
export { amortize, type AmortizedFlow, type LayoutEntry } from "./flow/amortize.ts";
export { through } from "./flow/builder.ts";
export { circle, classes, euclid, halfLine, interval, manifold, simplex, sphere } from "./flow/manifolds.ts";
export { decode, parse } from "./flow/parse.ts";
export type { FlowOptions } from "./flow/parse-options.ts";
export { record, RecordFlow, type Row } from "./flow/record.ts";

export type { Interpreter } from "./interpret/program.ts";
export { reference, reference32 } from "./interpret/reference/reference.ts";
export { flowArrays, type FlowArrays, type RateArrays } from "./interpret/flow-arrays.ts";
export { parameterTable, show, showTree } from "./interpret/text/flow.ts";
export { code, showCode, type Code } from "./interpret/text/code.ts";
export { latexLayer } from "./interpret/text/layer.ts";
export { latex } from "./interpret/text/latex.ts";
export { printExpression } from "./interpret/text/expression.ts";

export { model, type Condition, type Evaluation, type Model, type PointEvaluation, type RatedModel } from "./model/model.ts";
export { eventSets, eventSetsBy, type EventSets } from "./model/event-sets.ts";
export type { SampledSets } from "./model/rate.ts";
export { baseContents, coverageByBlock } from "./model/coverage/base.ts";
export { calibration, type BlockCalibration, type Calibration, type CalibrationOptions } from "./model/coverage/calibration.ts";
export type { Check, Verdict } from "./model/coverage/check.ts";
export { coverage, type CoverageRow } from "./model/coverage/curve.ts";
export { showCalibration } from "./model/coverage/show.ts";
export { importance, type Importance, type ImportanceOptions } from "./model/importance.ts";
export { summarize, type WeightSummary } from "./model/log-weights.ts";
export type { CodedTarget, DifferentiableTarget, FormulaTarget, Target } from "./model/target.ts";
export { highestDensity, type BlockOptions, type RegionOptions } from "./model/region/highest-density.ts";
export { central, type Central } from "./model/region/central.ts";
export type { Arcs, ClassSet, Estimate as RegionEstimate, Intervals, Polygons, Region, RegionOf, SphereRegion, Sublevel, Triangle } from "./model/region/region.ts";
export type { MultiPolygon } from "./model/region/geojson.ts";
export type { Estimate, Measured, Method } from "./model/information/estimate.ts";
export { blockEntropies, entropy, mutualInformation, totalCorrelation, type BlockEntropy, type EntropyOptions, type InformationOptions } from "./model/information/entropy.ts";
export { crossEntropy, divergence, type Divergence } from "./model/information/divergence.ts";
export { divergenceGradient, entropyGradient, type DivergenceGradient, type ValueGradient } from "./model/information/gradients.ts";
export { marginal, type Marginal, type MarginalOptions } from "./model/information/marginal.ts";
export { modes, type Mode, type ModeOptions } from "./model/information/modes.ts";
export {
  moments,
  type BlockMoments, type CircleMoments, type ClassMoments, type EuclideanMoments, type HalfLineMoments, type IntervalMoments, type Moments, type MomentsOf, type SimplexMoments, type SphereMoments,
} from "./model/information/moments.ts";
export { paretoTail, type ParetoTail } from "./model/information/pareto.ts";
export { quantiles, type Quantile, type QuantileOptions } from "./model/information/quantiles.ts";
export { slice, type Slice, type SliceOptions } from "./model/information/slice.ts";
export { decodeModel, decodeModelOf, encodeModel } from "./model/file.ts";
export { decodeFlow, encodeFlow } from "./flow/codec.ts";

export { approximate, type ApproximateOptions, type ApproximateTarget, type Approximation } from "./train/approximate.ts";
export { fit, type Fit, type FitData, type FitOptions } from "./train/fit.ts";
export { fitSets, type SetData, type SetFit } from "./train/fit-sets.ts";
export { fromData } from "./train/from-data.ts";
export type { Progress } from "./train/options.ts";
export { decodeCheckpoint, encodeCheckpoint, type Checkpoint } from "./train/checkpoint.ts";
