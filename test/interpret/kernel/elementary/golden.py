"""Golden values of the elementary functions, in 50 digits by mpmath: python3 golden.py POINTS > golden.json

For each precision and function: points x, f(x) rounded to float64, and for float64 points what the rounding lost, in
1/100 of a unit in the last place; little-endian arrays in base64. The normal functions are written with mpmath's erfc
(with the asymptotic series of erfc beyond 1000), the quantile is the root of that formula.

Points are the neighbours of every place where a formula changes (both signs where they are in the domain), what the
function alone asks for, and POINTS random ones.
"""
import base64, json, math, random, statistics, struct, sys
from mpmath import mp, mpf, log, log1p, expm1, exp, erfc, sqrt, pi, atan2, floor
import mpmath
mp.dps = 50

def log_upper(u):
    """log(1 - Phi(u))"""
    if u > 1000:
        return -u * u / 2 - log(u * sqrt(2 * pi)) + log1p(-1 / u**2 + 3 / u**4 - 15 / u**6 + 105 / u**8 - 945 / u**10)
    return log(erfc(u / sqrt(mpf(2))) / 2)
def log_normal_cdf(x):
    return log_upper(-x) if x < 0 else log1p(-exp(log_upper(x)))
def log_normal_quantile(l):
    """Newton's method on log(1 - Phi(u)) = t, u >= 0"""
    right = l > -log(mpf(2))
    t = log(-expm1(l)) if right else l
    u = mpf(-statistics.NormalDist().inv_cdf(float(exp(t)))) if t > -600 else sqrt(-2 * t - log(-4 * pi * t))
    for _ in range(60):
        slope = -exp(-u * u / 2 - log_upper(u)) / sqrt(2 * pi) if u < 1000 else -u - 1 / u
        step = (log_upper(u) - t) / slope
        u -= step
        if abs(step) <= abs(u) * mpf(10) ** -40: break
    return u if right else -u

def uniform(a, b): return lambda: random.uniform(a, b)
def scales(lowest, highest, sign=None):
    return lambda: (sign or random.choice((-1, 1))) * 2 ** random.uniform(lowest, highest)
def mixed(*parts): return lambda: random.choice(parts)()

class Format:
    """Bits of the fraction, the least exponent and the bound of the exponents."""
    def __init__(self, name, bits, least, bound):
        self.name, self.bits, self.least, self.bound = name, bits, least, bound
        self.tiny, self.smallest = mpf(2) ** least, mpf(2) ** (least - bits)
    def rounded(self, x):
        return float(x) if self.bits == 52 else struct.unpack("<f", struct.pack("<f", x))[0]
    def ulp(self, x):
        return mpf(2) ** (max(math.frexp(float(x))[1] - 1, self.least) - self.bits) if x else self.smallest
    def around(self, *places):
        """The numbers next to each place, and next to its negative."""
        return [self.rounded(sign * (mpf(place) + step * self.ulp(place))) for place in places for sign in (1, -1) for step in (-2, -1, 0, 1, 2)]
formats = (Format("float32", 23, -126, 128), Format("float64", 52, -1022, 1024))

def near_axes(format, exponents):
    """For each exponent e, the number n 2^e that comes nearest to a multiple of pi/2: a convergent of 2^e 2/pi."""
    found = []
    with mp.workprec(2 * format.bound + 300):
        for e in exponents:
            rest, before, n = mpf(2) ** (e + 1) / pi, 0, 1
            while True:
                whole = int(floor(rest))
                rest = 1 / (rest - whole)
                before, n = n, int(floor(rest)) * n + before
                if n >= 2 ** (format.bits + 1): break
            found.append(float(mpf(before) * mpf(2) ** e))
    return found

ln2 = log(mpf(2))
def functions(format):
    wide = format.bits == 52
    pick = lambda narrow, other: other if wide else narrow
    low, high = format.least - format.bits, format.bound
    big, small = pick(88.7, 709.7), pick(-103.9, -745.1)
    tail, end = pick(14.4, 38.5), pick(15, 39)
    tiny = low / 2
    near = mixed(uniform(-1, 1), uniform(-3, 3), scales(tiny, 2), uniform(-20, 20))
    angle = mixed(uniform(-4, 4), uniform(-100, 100), scales(tiny, 20), lambda: random.randrange(-10**6, 10**6) * math.pi / 2, scales(20, high))
    unit = mixed(uniform(-1, 1), scales(tiny, 0), lambda: random.choice((-1, 1)) * (1 - 2 ** random.uniform(-24, -1)))
    around, halves = format.around, [mpf(k) / 2 * ln2 for k in (1, 3, 5)]
    subnormal, underflow = (log(format.tiny), log(format.smallest)), log(format.smallest / 2)
    size = [2.0 ** e for e in range(low, high, pick(9, 67))]
    quarters = [k * pi / 4 for k in (1, 2, 3, 4, 5, 6, 1001, 4000002)]
    circular = [*around(pick(1e-4, 1e-9), 1.6e6, *quarters), *near_axes(format, range(-format.bits, high - format.bits, pick(5, 33))),
        *near_axes(format, pick((72,), (797,))), format.rounded((2 - mpf(2) ** -format.bits) * mpf(2) ** (high - 1)), *around(*size[-8:])]
    logistic = around(1, *halves, -subnormal[0], -underflow, *pick((16.6, 17.3, 18, 104), (36.7, 37.4, 38, 746)))
    dominant = around(1, *halves, big, -subnormal[0])
    return {
        "exp": (mixed(uniform(small, big), uniform(-2, 2), scales(tiny, 3)), exp, [*around(*halves, big, -underflow, *subnormal), *size[:3]]),
        "log": (mixed(scales(low, high, 1), uniform(0.4, 2.2), lambda: 1 + scales(-20, -1)()), log,
            [*around(1, sqrt(mpf(2)), sqrt(mpf(2)) / 2, 2, 3 * sqrt(mpf(2)), format.tiny, 2 * format.tiny, 3 * format.smallest), *size]),
        "log1p": (mixed(scales(tiny, high, 1), uniform(-1, 1), scales(tiny, 0), uniform(0, 10)), log1p,
            [*around(1, sqrt(mpf(2)) - 1, 1 - sqrt(mpf(2)) / 2, 2.0 ** -format.bits, 2.0 ** format.bits), *size]),
        "expm1": (mixed(uniform(-40, big), uniform(-1, 1), scales(tiny, 2)), expm1, [*around(*halves, big, pick(17, 37), pick(20, 40), 2.0 ** -(format.bits + 2)), *size[:3]]),
        "sin": (angle, mpmath.sin, circular), "cos": (angle, mpmath.cos, circular), "tan": (angle, mpmath.tan, circular),
        "asin": (unit, mpmath.asin, around(0.5, 1)), "acos": (unit, mpmath.acos, around(0.5, 1)),
        "atan": (mixed(near, scales(tiny, high)), mpmath.atan, [*around(0.5, 1, 2, 2.0 ** pick(120, 1000)), *size]),
        "sinh": (mixed(near, uniform(small / 1.2, big)), mpmath.sinh, [*dominant, *size[:3]]), "cosh": (mixed(near, uniform(-big, big)), mpmath.cosh, dominant),
        "tanh": (mixed(near, uniform(0.01, 0.2), uniform(*pick((8, 9), (18, 19)))), mpmath.tanh, [*around(*[each / 2 for each in halves], *pick((8.3, 9.01, 10), (18.4, 19.06, 20))), *size[:3]]),
        "asinh": (mixed(near, scales(tiny, high)), mpmath.asinh, [*around(1, 2.0 ** pick(14, 28)), *size]),
        "sigmoid": (mixed(near, uniform(small, 40), uniform(*pick((-18, -16), (-38, -36)))), lambda x: 1 / (1 + exp(-x)), logistic),
        "softplus": (mixed(near, uniform(small, 100)), lambda x: log1p(exp(x)), logistic),
        "logSigmoid": (mixed(near, uniform(-100, -small)), lambda x: -log1p(exp(-x)), logistic),
        "normalCdf": (mixed(uniform(-tail, 8), uniform(-3, 3), uniform(-tail, -0.9 * tail), scales(tiny, 1)), lambda x: exp(log_upper(-x)),
            around(1, *halves, *pick((4, 13, 14.16, 14.4, 15), (6.25, 37.5, 38.48, 39)))),
        "logNormalCdf": (mixed(uniform(-tail, tail), uniform(-3, 3), uniform(0.9 * tail, tail), uniform(0.7, 0.9), scales(tiny, high / 2 - 1, -1), scales(tiny, 2)), log_normal_cdf,
            [*around(0.8, 1, *halves, *pick((4, 14.16, 15), (6.25, 38.48, 39))), *around(*pick((1.8446744e19, 2.6e19), (1.34e154, 1.89e154)))]),
        "logNormalQuantile": (mixed(uniform(-1, 0), uniform(-5, 0), uniform(-0.23, -0.18), uniform(-1000, 0), scales(low, high, -1), lambda: -math.log(2) + scales(-format.bits, -1)()),
            log_normal_quantile, [*around(ln2, 0.22, 1.6221118787, *[exp(mpf(each)) for each in pick((2, 5, 10), (2.3, 5, 19.5))], format.tiny, 3 * format.smallest), *(-each for each in size)]),
        "atan2": (mixed(near, scales(tiny, high / 2)), lambda y: atan2(y, SECOND), around(0.375, 0.75, 1.5)),
    }
SECOND = mpf(-0.75)
"""The arguments of the largest errors that were found, of the formulas and of forms that they had before."""
hard = {
    "float32": {
        "expm1": [17.09736442565918, 0.38250404596328735], "tanh": [8.491190910339355, 8.14641], "sigmoid": [-1.1336817741394043, -16.640878677368164, -0.0005998587585054338],
        "sinh": [1.4317739009857178], "atan": [-0.5063310265541077], "normalCdf": [-4.778530597686768, -12.922017097473145, -2.484224557876587, -1.8709818124771118],
        "logNormalCdf": [0.8220219016075134, 0.7983459830284119], "logNormalQuantile": [-0.2156968116760254, -0.19184820353984833, -3.2933831214904785, -0.2040034979581833, -0.20951978862285614, -0.2735272645],
    },
    "float64": {
        "expm1": [0.34681953612249616], "tanh": [-0.17654998563074475, 18.19544479301804], "sigmoid": [-1.1019244211045311, -1.0211084400920362e-7, -36.8040921540678],
        "sinh": [-1.3998501624855266], "atan": [-0.5035831703116876], "normalCdf": [-36.242391712014786, -19.54217526363852, -5.984949223951587e-12],
        "logNormalCdf": [0.7751497725468486, 0.7768637225510886, -1.5145000144190185e-7], "logNormalQuantile": [-0.21873528183332716, -0.21432034623279053, -0.21948340423786045, -0.26883699178177933],
    },
}
domains = {
    "log": lambda x: x > 0, "log1p": lambda x: x > -1, "asin": lambda x: abs(x) <= 1, "acos": lambda x: abs(x) <= 1,
    "logNormalQuantile": lambda x: x < 0,
}
def pack(format, values): return base64.b64encode(struct.pack(f"<{len(values)}{format}", *values)).decode()

random.seed(20260101)
count, out = int(sys.argv[1]), {}
for format in formats:
    greatest = (2 - mpf(2) ** -(format.bits + 1)) * mpf(2) ** (format.bound - 1)
    out[format.name] = {}
    for name, (point, f, places) in functions(format).items():
        table = {}
        def take(x):
            if math.isinf(x) or x == 0 or not domains.get(name, lambda x: True)(x): return
            exact = f(mpf(x))
            if abs(exact) >= greatest: return
            y = float(exact)
            u = mpf(2) ** (max(math.frexp(y)[1] - 1, -1022) - 52)
            table[x] = (y, int(mpmath.nint((exact - mpf(y)) / u * 100)))
        for x in [*places, *(format.rounded(x) for x in hard[format.name].get(name, ()))]: take(x)
        wanted = len(table) + count
        while len(table) < wanted:
            try: take(format.rounded(point()))
            except OverflowError: continue
        ys, lost = zip(*table.values())
        out[format.name][name] = {"x": pack("d" if format.bits == 52 else "f", list(table)), "y": pack("d", ys), **({"lost": pack("b", lost)} if format.bits == 52 else {})}
print(json.dumps(out, indent=1))
