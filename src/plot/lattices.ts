/** Even grids on manifolds of two dimensions, as lines of points: rows of embedding coordinates, one after the other. */
import { evenly } from "./lines.ts";
import type { Grid } from "./mesh.ts";
import { unitVectorOf } from "./sphere-place.ts";

/** A square grid of the plane, of so many lines each way from −reach to reach. */
export const squares = (reach: number, lines = 19, points = 121): Grid<ArrayLike<number>> => {
  const marks = evenly(lines, -reach, reach);
  const along = evenly(points, -reach, reach);
  const through = (mark: number): readonly (readonly number[])[] => [
    along.flatMap((each) => [mark, each]),
    along.flatMap((each) => [each, mark]),
  ];
  return { fine: marks.filter((mark) => mark !== 0).flatMap(through), strong: through(0) };
};

/** Meridians and parallels, `step` degrees apart, as rows of unit vectors. */
export const meridians = (step = 15, onMeridian = 161, onParallel = 241): Grid<ArrayLike<number>> => {
  const meridian = (lon: number): readonly number[] => evenly(onMeridian, -90, 90).flatMap((lat) => unitVectorOf(lon, lat));
  const parallel = (lat: number): readonly number[] => evenly(onParallel, -180, 180).flatMap((lon) => unitVectorOf(lon, lat));
  const beside = (value: number): boolean => value !== 0;
  return {
    fine: [
      ...evenly(360 / step + 1, -180, 180).slice(1).filter(beside).map(meridian),
      ...evenly(180 / step + 1, -90, 90).slice(1, -1).filter(beside).map(parallel),
    ],
    strong: [meridian(0), parallel(0)],
  };
};

/** Lines on which one fraction of three is 1/parts, 2/parts, …, as rows of fractions. */
export const fractionLines = (parts = 12, points = 161): Grid<ArrayLike<number>> => {
  const at = (own: number): readonly (readonly number[])[] =>
    [0, 1, 2].map((corner) =>
      evenly(points, 0, 1).flatMap((share) => {
        const others = [(1 - own) * share, (1 - own) * (1 - share)];
        return [0, 1, 2].map((each) => (each === corner ? own : others[each < corner ? each : each - 1]!));
      }),
    );
  return {
    fine: evenly(parts + 1, 0, 1).slice(1, -1).filter((own) => own !== 0.5).flatMap(at),
    strong: at(0.5),
  };
};
