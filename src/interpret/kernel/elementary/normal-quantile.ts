/**
 * Φ⁻¹(eˡ), with relative precision near its zero and on both tails. With y = −l and a the −logarithm of the smaller tail,
 * which is y on the left and −log(1 − e^−y) on the right, there are two regimes:
 *
 * - around the zero at y = ln 2 the value is δ(1 + R), δ = l + ln 2 as an unrounded sum, R a function of log y;
 * - beyond, |Φ⁻¹|²/4 = a/2 − (log a + log 4π)/4 + G, where G is small and a function of log a; the root halves all errors.
 *
 * Both polynomials have the argument log a and are evaluated as one (`pieces`).
 */
import { polynomial, type Lanes } from "./lanes.ts";
import { logNormal, logPair } from "./log.ts";
import { pieces, type Four } from "./pieces.ts";
import { whereAny, type Term } from "./term.ts";

/** Right of it begins the right tail, in y, and from the other the left tail. */
const [right, left] = [0.22, 1.622111878727675];

/** Where the pieces begin and end, in log a, and the origins of their polynomials. The first is R. */
const cuts = { float32: [2, 5, 10], float64: [2.3, 5, 19.5] } as const;
const origins: { readonly [P in "float32" | "float64"]: Four } = {
  float32: [-0.5151994228363037, 1.2418644428253174, 3.5, 7.5],
  float64: [-0.5151994228363037, 1.3918644189834595, 3.6500000953674316, 12.25],
};

/** R, and G for float32, a G for float64, by powers. G makes up for the rounding of log 4π/4. */
const coefficients: { readonly [P in "float32" | "float64"]: readonly Four[] } = {
  float32: [
    [0.3187863528728485, 0.07811454683542252, 0.01563156768679619, 0.0005557421827688813],
    [-0.4462083578109741, -0.0496949702501297, -0.012102017179131508, -0.00048699177568778396],
    [0.03879299759864807, 0.012673167511820793, 0.004350563511252403, 0.0002092767390422523],
    [0.004774621222168207, -0.0011719131143763661, -0.00091526098549366, -5.843023973284289e-5],
    [-0.000735700421500951, -0.00012786676234100014, 0.00010712828952819109, 1.1780585737142246e-5],
    [-0.00011298643221380189, 3.385918535059318e-5, -7.468569265256519e-7, -1.805616307137825e-6],
    [1.630426777410321e-5, 1.6527593516002526e-6, -2.263398073409917e-6, 2.1906470237809117e-7],
    [2.9054522201477084e-6, -2.0949719328200445e-6, 3.4104141377611086e-7, -1.780546021734608e-8],
  ],
  float64: [
    [0.31878634205864415, 0.28535074965952284, 0.5352257603691446, 1.5976495088563198],
    [-0.4462083574430752, 0.10042866098014078, 0.11749933287048392, 0.1249819492607396],
    [0.03879325166612173, 0.006543525184512367, 0.0019837279330065898, 7.343708707328182e-6],
    [0.004774587804750835, -0.0011049778468681898, -0.00031434300962044173, -1.9193911975636042e-6],
    [-0.000736638058826714, 5.717475267034119e-5, 4.294499458227844e-5, 4.5140476724442937e-7],
    [-0.00011292538726058115, 3.267639836140746e-5, -8.159568235713726e-6, -2.8802884716076865e-8],
    [1.7421051687234054e-5, -7.227850330627177e-6, 1.4082027012476086e-6, 8.203621580022103e-9],
    [2.9512985863153175e-6, -8.037557589485631e-7, -2.1239144402432168e-8, -3.833761647648928e-9],
    [-4.224467521219345e-7, 4.15272484821098e-7, -6.600637811783718e-8, -1.2860200116960876e-9],
    [-7.926339952316308e-8, 1.3339170695605245e-8, 1.769148303400902e-8, -2.1628971947744967e-10],
    [1.0033375004452038e-8, -2.0620749301618496e-8, -1.2438981209280242e-9, 1.1613262353824519e-12],
    [2.123339402110463e-9, 8.691393353517538e-11, -4.962164312860283e-10, 6.9231347690697925e-12],
    [-2.2949098149985585e-10, 9.783676706858777e-10, 1.6586556834543093e-10, 1.3311037429803191e-12],
    [-5.564456788875761e-11, -1.5881378457748295e-11, -1.2579179030715394e-11, 1.2655072210187704e-13],
    [4.689436102839873e-12, -4.109167003525858e-11, -4.8625374503152125e-12, 6.214568521626524e-15],
    [1.3417258033630974e-12, -9.443854538695277e-13, 1.0959279574931131e-12, 1.227196949430503e-16],
  ],
};

/** (log y − log(1 − e^−y) − y/2)/y² for small y, in powers of y²: y/24 − y³/2880 + … */
const complement = {
  float32: [-0.0416666604578495, 0.00034682999830693007],
  float64: [-0.041666666666666664, 0.00034722222222172356, -5.51146381056365e-6, 1.0333896278732829e-7, -2.075834611758002e-9],
};

export const logNormalQuantile = (l: Lanes, x: Term): Term => {
  const [zero, half, quarter] = [l.number(0), l.number(0.5), l.number(0.25)];
  const y = l.abs(x);
  const onRight = l.less(y, l.number(right));
  const inTail = l.or(onRight, l.lessEqual(l.number(left), y));
  const square = l.mul(y, y);
  // Subnormal numbers are on the right.
  const shift = l.pick(24, 54);
  const logY = logPair(l, l.mul(y, l.add(l.number(1), l.and(onRight, l.number(2 ** shift - 1)))), l.and(onRight, l.number(shift)));
  const rest = l.sub(l.madd(square, polynomial(l, square, complement[l.precision]), l.mul(half, y)), logY.low);
  const [minusLogY, restOnRight] = whereAny(onRight, [l.neg(logY.high), rest]);
  const large = l.where(onRight, minusLogY, y);
  const small = l.and(onRight, restOnRight);
  const a = l.add(large, small);
  const logA = logNormal(l, a);

  const [second, third, end] = cuts[l.precision];
  const lookup = pieces(l, [inTail, l.lessEqual(l.number(second), logA), l.lessEqual(l.number(third), logA)]);
  const z = l.sub(l.atMost(logA, l.number(end)), lookup(origins[l.precision]));
  const rows = coefficients[l.precision].map(lookup);
  const series = rows.slice(0, -1).reduceRight((sum, row) => l.madd(sum, z, row), rows.at(-1)!);

  const g = l.pick(() => series, () => l.div(series, a))();
  const start = l.sub(l.mul(half, large), l.number(Math.log(4 * Math.PI) / 4));
  const root = l.sqrt(l.add(start, l.nmadd(quarter, logA, l.madd(half, small, g))));
  const tail = l.or(l.add(root, root), l.without(l.number(-0), onRight));

  const ln2 = l.number(Math.LN2);
  const delta = l.add(x, ln2);
  const low = l.add(l.add(l.sub(ln2, delta), x), l.number(l.pick(-1.9046542121259336e-9, 2.3190468138462996e-17)));
  const middle = l.add(delta, l.madd(series, l.add(delta, low), low));

  // Infinite at 0, and all bits set, which is NaN, above.
  return l.or(l.add(l.where(inTail, tail, middle), l.and(l.equal(x, zero), l.number(Infinity))), l.less(zero, x));
};
