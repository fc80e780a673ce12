/**
 * What layers read their points by, and make their images of, where a carrier is not the point itself:
 *
 *     on intervals   pair, logPair         ↔  fromPair, fromLogPair     (t, 1 − t), the distances to both ends
 *     on simplices   the logarithms of the fractions  ↔  normalized; logSticks ↔ fromLogSticks
 *     on circles     turn                  ↔  fromTurn                  φ / 2π of a unit vector, as a pair
 *     on spheres     height                                             (1 + h) / 2 of the last coordinate h, as a pair
 *
 * A half line is a line to its layers, by the logarithm of the distance to its end. Vectors on spheres are unit vectors, and
 * `direction` makes them of others.
 */
export { direction } from "./direction.ts";
export { fromLogPair, log1mexp, logPair } from "./log-pair.ts";
export { fromTurn, height, packed as fromPair, turn, unpacked as pair, type Pair } from "./pair.ts";
export { fromLogSticks, logSticks, normalized, type LogSticks } from "./simplex.ts";
