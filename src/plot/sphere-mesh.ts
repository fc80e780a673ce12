/**
 * A mesh of quadrilaterals over the whole sphere, finer around a focus. Six faces of a cube are pushed onto the sphere,
 * so no pole and no date line is special, and the mesh is closed: every edge lies between two cells. A conformal map of
 * the sphere onto itself (a dilation seen from the antipode of the focus) then draws half of all cells into the cap that
 * the data occupy, which keeps a small region sharp while the whole mass is still in view.
 *
 * The loops fill typed arrays of some hundred thousand numbers and are written for speed.
 */

/** A spherical cap: its middle in degrees and its angular radius in radians. */
export interface Cap {
  readonly lonDeg: number;
  readonly latDeg: number;
  readonly radius: number;
}

export interface SphereMesh {
  /** Unit vectors, three numbers a vertex. */
  readonly positions: Float64Array;
  /** Vertices of the cells, four a cell, counter-clockwise seen from outside. */
  readonly cells: Uint32Array;
  /** The solid angle that each vertex stands for; they add up to 4π. */
  readonly weights: Float64Array;
}

const radians = Math.PI / 180;

/** The vertices of the six faces, in the corner coordinates 0…n of the cube, and the cells between them. */
const cubeLattice = (n: number): { readonly corners: readonly number[]; readonly cells: Uint32Array } => {
  const corners: number[] = [];
  const indexOf = new Map<number, number>();
  const vertex = (at: readonly [number, number, number]): number => {
    const key = at[0] + (n + 1) * (at[1] + (n + 1) * at[2]);
    const known = indexOf.get(key);
    if (known !== undefined) return known;
    indexOf.set(key, corners.length / 3);
    corners.push(...at);
    return corners.length / 3 - 1;
  };
  const cells = new Uint32Array(6 * n * n * 4);
  let next = 0;
  for (let face = 0; face < 6; face++) {
    const axis = face % 3;
    const place = (u: number, v: number): number => {
      const at: [number, number, number] = [0, 0, 0];
      at[axis] = face < 3 ? n : 0;
      at[(axis + 1) % 3] = u;
      at[(axis + 2) % 3] = v;
      return vertex(at);
    };
    for (let u = 0; u < n; u++) {
      for (let v = 0; v < n; v++) {
        const round = [place(u, v), place(u + 1, v), place(u + 1, v + 1), place(u, v + 1)];
        cells.set(face < 3 ? round : round.reverse(), next);
        next += 4;
      }
    }
  }
  return { corners, cells };
};

/** Solid angle of the triangle of unit vectors a, b, c (Van Oosterom and Strackee 1983, eq. 8). */
const solidAngle = (p: Float64Array, a: number, b: number, c: number): number => {
  const [ax, ay, az] = [p[a]!, p[a + 1]!, p[a + 2]!];
  const [bx, by, bz] = [p[b]!, p[b + 1]!, p[b + 2]!];
  const [cx, cy, cz] = [p[c]!, p[c + 1]!, p[c + 2]!];
  const volume = ax * (by * cz - bz * cy) + ay * (bz * cx - bx * cz) + az * (bx * cy - by * cx);
  const dots = ax * bx + ay * by + az * bz + bx * cx + by * cy + bz * cz + cx * ax + cy * ay + cz * az;
  return 2 * Math.atan2(Math.abs(volume), 1 + dots);
};

const vertexWeights = (positions: Float64Array, cells: Uint32Array): Float64Array => {
  const weights = new Float64Array(positions.length / 3);
  for (let i = 0; i < cells.length; i += 4) {
    const [a, b, c, d] = [cells[i]! * 3, cells[i + 1]! * 3, cells[i + 2]! * 3, cells[i + 3]! * 3];
    const quarter = (solidAngle(positions, a, b, c) + solidAngle(positions, a, c, d)) / 4;
    for (let k = 0; k < 4; k++) weights[cells[i + k]!]! += quarter;
  }
  return weights;
};

/** The mesh with `perEdge` cells along each edge of the cube: 6·perEdge² cells, half of them inside `focus`. */
export const sphereMesh = (focus: Cap, perEdge: number): SphereMesh => {
  const { corners, cells } = cubeLattice(perEdge);
  const [lon, lat] = [focus.lonDeg * radians, focus.latDeg * radians];
  const east = [-Math.sin(lon), Math.cos(lon), 0];
  const north = [-Math.sin(lat) * Math.cos(lon), -Math.sin(lat) * Math.sin(lon), Math.cos(lat)];
  const up = [Math.cos(lat) * Math.cos(lon), Math.cos(lat) * Math.sin(lon), Math.sin(lat)];
  const zoom = Math.tan(Math.min(focus.radius, Math.PI / 2) / 2);
  const positions = new Float64Array(corners.length);
  // Equal steps of the angle, rather than of the tangent, make the cells of a face nearly equal in area.
  const along = (t: number): number => Math.tan(((2 * t) / perEdge - 1) * (Math.PI / 4));
  for (let i = 0; i < corners.length; i += 3) {
    const [x, y, z] = [along(corners[i]!), along(corners[i + 1]!), along(corners[i + 2]!)];
    const length = Math.hypot(x, y, z);
    const height = z / length;
    const spread = 1 + height + zoom * zoom * (1 - height);
    const a = (2 * zoom * x) / length / spread;
    const b = (2 * zoom * y) / length / spread;
    const c = (1 + height - zoom * zoom * (1 - height)) / spread;
    for (let k = 0; k < 3; k++) positions[i + k] = a * east[k]! + b * north[k]! + c * up[k]!;
  }
  return { positions, cells, weights: vertexWeights(positions, cells) };
};
