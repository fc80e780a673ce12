/** How closely a density is looked at to find where its level runs. */
export interface Fineness {
  /** The change of the mass of a cell of a line by halving, at most. */
  readonly cell: number;
  /** The change of a triangle's mass by halving, at most. */
  readonly tolerance: number;
  /** How far the border may bend away from a chord, as a share of the chord: 0.004 is that of a circle in 200 chords. */
  readonly bend: number;
  /** Chords are no shorter than this share of the square root of the area inside. */
  readonly chord: number;
  /** How often an edge is halved to find where the border crosses it. */
  readonly halvings: number;
}

/** Of a density that is known exactly. */
export const fine: Fineness = { cell: 1e-11, tolerance: 1e-6, bend: 0.004, chord: 1e-3, halvings: 36 };

/** Of a mean over samples, which has an error of some percent itself: a fiftieth of the evaluations. */
export const rough: Fineness = { cell: 1e-6, tolerance: 1e-4, bend: 0.02, chord: 0.02, halvings: 12 };
