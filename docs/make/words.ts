/**
 * What a page says before the mathematics, by page: a line for tables, and a story for somebody who knows physics and has
 * not met the layer. A layer without words here gets the first sentence of its docstring.
 */
export interface Words {
  readonly line: string;
  readonly story: string;
}

export const words: Readonly<Record<string, Words>> = {
  affine: {
    line: "shift and a scalar, diagonal or triangular matrix",
    story:
      "Moves the Gaussian and stretches it along the axes, or with a triangular matrix shears it too: alone it is a normal distribution with any mean and covariance. Put last, it takes location and scale off the layers before it.",
  },
  gauss: {
    line: "Gaussianization: rotation, then logistic mixtures (or splines) to normal, exact in both tails",
    story:
      "Turns the data, then replaces each coordinate by the normal quantile of its own distribution function, a mixture of logistic kernels. One layer makes every coordinate normal; several layers, each turned another way, make all of the density normal, as projection pursuit does. It is the workhorse of Euclidean blocks.",
  },
  spline: {
    line: "monotone rational-quadratic spline; `smooth` with a continuous second derivative",
    story:
      "A histogram with smooth edges: the interval is cut into bins whose widths and heights are free, and the slopes at the knots join them into one rising curve. Where the curve is steep towards the data the density is thin, where it is flat the density is high.",
  },
  moebius: {
    line: "convex mixture of Möbius maps, without a seam",
    story:
      "Each Möbius map pulls the points of the circle towards one direction, as hard as its centre lies near the rim; its image of the uniform density is a wrapped Cauchy distribution. The layer turns every point by the mean of what its maps would turn it by, which gives several peaks, smooth all round.",
  },
  "circular-spline": {
    line: "rational-quadratic spline round the circle; `smooth` likewise",
    story:
      "The spline of intervals, bent round a circle: the slope at the seam is one parameter, so that the density closes smoothly. A rotation after it puts the seam anywhere.",
  },
  nsphere: {
    line: "heights by splines, then the circle given the heights; smooth at the poles",
    story:
      "Takes a sphere apart as a globe maker does: the height of a point moves by a spline, and the circle of latitude at that height by a map of the circle that depends on the height. What depends on the azimuth fades towards the poles, where azimuths end, so that no pole shows in the density. A rotation after it puts the poles anywhere.",
  },
  identity: {
    line: "nothing",
    story:
      "Leaves points where they are: the block has the density of its base, a Gaussian on lines and the uniform density elsewhere. It stands where a string of letters needs one.",
  },
  rotation: {
    line: "rotation, by reflections, angles, Cayley's transform, an axis or quaternions",
    story:
      "Turns the sphere. It changes no uniform density, but it turns what other layers have made, and gives several of them axes of their own.",
  },
  "simplex-spline": {
    line: "iterated intervals: sticks by splines, each given the sticks before",
    story:
      "Breaks a stick: the first fraction is a share of the whole, the second a share of what is left, and so on. Each share moves by a spline of the interval, which a small network bends according to the shares before. So fractions may depend on one another in any way.",
  },
  "gumbel-softmax": {
    line: "Gumbel-softmax (Concrete) with a temperature",
    story:
      "The density of a soft choice: softmax of numbers plus Gumbel noise, over a temperature. At low temperatures the points gather in the corners, each with the probability that softmax gives to its class; at high ones they meet in the middle. With n + 2 numbers it is the simplest density of fractions here.",
  },
  logits: {
    line: "probabilities of classes",
    story:
      "One number for each class; softmax of them are the probabilities. Given other blocks or a condition, a network predicts the numbers, and the block is a classifier inside the joint density.",
  },
  stretch: {
    line: "signed powers between affine maps, then a rotation",
    story:
      "Raises each coordinate to a power on both sides of a centre: exponents above 1 make tails heavier and the middle denser, exponents below 1 the opposite. A few numbers a coordinate, closed in both directions.",
  },
  zoom: {
    line: "Fisher–von Mises zoom around a pole, behind splines of height and azimuth; any concentration",
    story:
      "Draws the whole sphere towards one direction, so that the uniform density becomes that of von Mises and Fisher, the normal distribution of directions. It works without loss from no concentration at all to spots of micro-radians; splines before it shape the spot.",
  },
  "moebius-sphere": {
    line: "conformal Möbius map: spherical Cauchy distributions",
    story:
      "The map of the sky that an observer in motion sees: aberration, which draws all directions towards the direction of flight and keeps all angles. Its image of the uniform density is the spherical Cauchy distribution, round and with heavy tails.",
  },
  expmap: {
    line: "moves points along great circles, by the gradient of a potential",
    story:
      "A landscape is laid over the sphere, and every point slides along a great circle, as far and in the direction as the slope of the landscape at its place says. Each centre of the landscape gathers points or drives them apart; nothing about it knows of poles.",
  },
  continuous: {
    line: "the flow of an ordinary differential equation",
    story:
      "Points drift with a wind that a small network blows, for one unit of time. The density changes as a fluid's does: by the divergence of the wind along the way.",
  },
};
