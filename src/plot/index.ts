/** Pictures as SVG text: panels for sphere, circle, plane, line and triangle, the figure that holds them, and their parts. */
export { plotCalibration, type CalibrationPlotOptions } from "./calibration.ts";
export { curvesPanel, linePanel, type CurvesPanelOptions, type LinePanelOptions } from "./curves.ts";
export { figure, type FigureOptions } from "./figure.ts";
export { highestDensityLevels, levelsFromSamples } from "./levels.ts";
export { mapPanel, type MapPanelOptions } from "./sphere-map.ts";
export type { LonLat } from "./map-view.ts";
export { months } from "./months.ts";
export type { Key, Panel, Size } from "./panel.ts";
export { planePanel, planeRegions, type PlanePanelOptions } from "./plane.ts";
export { ringPanel, type RingPanelOptions } from "./ring.ts";
export { sphereRegions, type SphereLogDensity, type SphereRegion } from "./sphere-region.ts";
export type { Cap } from "./sphere-mesh.ts";
export type { Interval } from "./axis.ts";
export { element, escaped, markup, siblings, type Svg } from "./svg.ts";
export { trianglePanel, type TrianglePanelOptions } from "./triangle.ts";
export { okabeIto, type Palette, type Theme } from "./theme.ts";
