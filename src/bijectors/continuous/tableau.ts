/** Runge–Kutta methods by their coefficients. Those with an embedded method of lower order know their error. */

export interface Tableau {
  /** Times of the stages, in steps. */
  readonly nodes: readonly number[];
  /** Row i: what stage i adds up of the stages before it. */
  readonly stages: readonly (readonly number[])[];
  readonly weights: readonly number[];
  /** Weights minus those of the embedded method. */
  readonly errors?: readonly number[];
  /** The error of one step is of the order of its length to this power. */
  readonly errorOrder?: number;
}

export const fixedSolvers = ["euler", "midpoint", "rk4"] as const;
export const adaptiveSolvers = ["heun", "fehlberg2", "bosh3", "dopri5"] as const;
export type Solver = (typeof fixedSolvers)[number] | (typeof adaptiveSolvers)[number];

export const tableaux: { readonly [S in Solver]: Tableau } = {
  euler: { nodes: [0], stages: [[]], weights: [1] },
  midpoint: { nodes: [0, 1 / 2], stages: [[], [1 / 2]], weights: [0, 1] },
  rk4: { nodes: [0, 1 / 2, 1 / 2, 1], stages: [[], [1 / 2], [0, 1 / 2], [0, 0, 1]], weights: [1 / 6, 1 / 3, 1 / 3, 1 / 6] },
  /** Heun 2, embedded Euler. */
  heun: { nodes: [0, 1], stages: [[], [1]], weights: [1 / 2, 1 / 2], errors: [-1 / 2, 1 / 2], errorOrder: 2 },
  /** Fehlberg 1969, NASA TR R-315: RK1(2). */
  fehlberg2: {
    nodes: [0, 1 / 2, 1],
    stages: [[], [1 / 2], [1 / 256, 255 / 256]],
    weights: [1 / 512, 255 / 256, 1 / 512],
    errors: [-1 / 512, 0, 1 / 512],
    errorOrder: 2,
  },
  /** Bogacki & Shampine 1989, Appl. Math. Lett. 2, 321: 3(2). */
  bosh3: {
    nodes: [0, 1 / 2, 3 / 4, 1],
    stages: [[], [1 / 2], [0, 3 / 4], [2 / 9, 1 / 3, 4 / 9]],
    weights: [2 / 9, 1 / 3, 4 / 9, 0],
    errors: [2 / 9 - 7 / 24, 1 / 3 - 1 / 4, 4 / 9 - 1 / 3, -1 / 8],
    errorOrder: 3,
  },
  /** Dormand & Prince 1980, J. Comput. Appl. Math. 6, 19: 5(4). */
  dopri5: {
    nodes: [0, 1 / 5, 3 / 10, 4 / 5, 8 / 9, 1, 1],
    stages: [
      [],
      [1 / 5],
      [3 / 40, 9 / 40],
      [44 / 45, -56 / 15, 32 / 9],
      [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
      [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
      [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
    ],
    weights: [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84, 0],
    errors: [71 / 57600, 0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40],
    errorOrder: 5,
  },
};
