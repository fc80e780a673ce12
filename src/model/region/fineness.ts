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
  /** Triangles at which it is left at that. */
  readonly triangles: number;
}

/**
 * For regions that are asked for their measure; and for those of which no more is wanted than a picture shows, borders that
 * are smooth to the eye, or no more can be had: a mean over samples has an error of some percent itself.
 */
export const detail = {
  full: { cell: 1e-11, tolerance: 1e-6, bend: 0.004, chord: 1e-3, halvings: 36, triangles: 150_000 },
  drawn: { cell: 1e-6, tolerance: 1e-5, bend: 0.012, chord: 0.02, halvings: 10, triangles: 50_000 },
} as const satisfies { readonly [name: string]: Fineness };
