"""Golden values of the elementary functions, in 50 digits by mpmath: python3 golden.py POINTS > golden.json

For each precision and function: points x, f(x) rounded to float64, and for float64 points what the rounding lost, in
1/100 of a unit in the last place; little-endian arrays in base64. The normal functions are written with mpmath's erfc
(with the asymptotic series of erfc beyond 1000), the quantile is the root of that formula.
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
        slope = -exp(-u * u / 2 - log_upper(u)) / sqrt(2 * pi)
        step = (log_upper(u) - t) / slope
        u -= step
        if abs(step) <= abs(u) * mpf(10) ** -40: break
    return u if right else -u

def uniform(a, b): return lambda: random.uniform(a, b)
def scales(lowest, highest, sign=None):
    return lambda: (sign or random.choice((-1, 1))) * 2 ** random.uniform(lowest, highest)
def mixed(*parts): return lambda: random.choice(parts)()
wide = {"float32": (-149, 128), "float64": (-1074, 1024)}
def functions(precision):
    low, high = wide[precision]
    big, small = {"float32": (88.7, -103.9), "float64": (709.7, -745.1)}[precision]
    tail = {"float32": 14, "float64": 38}[precision]
    tiny = low / 2
    near = mixed(uniform(-1, 1), uniform(-3, 3), scales(tiny, 2), uniform(-20, 20))
    angle = mixed(uniform(-4, 4), uniform(-100, 100), scales(tiny, 20), lambda: random.randrange(-10**6, 10**6) * math.pi / 2)
    unit = mixed(uniform(-1, 1), scales(tiny, 0), lambda: random.choice((-1, 1)) * (1 - 2 ** random.uniform(-24, -1)))
    return {
        "exp": (mixed(uniform(small, big), uniform(-2, 2), scales(tiny, 3)), exp),
        "log": (mixed(scales(low, high, 1), uniform(0.4, 2.2), lambda: 1 + scales(-20, -1)()), log),
        "log1p": (mixed(scales(tiny, high, 1), uniform(-1, 1), scales(tiny, 0), uniform(0, 10)), log1p),
        "expm1": (mixed(uniform(-40, big), uniform(-1, 1), scales(tiny, 2)), expm1),
        "sin": (angle, mpmath.sin), "cos": (angle, mpmath.cos), "tan": (angle, mpmath.tan),
        "asin": (unit, mpmath.asin), "acos": (unit, mpmath.acos),
        "atan": (mixed(near, scales(tiny, high)), mpmath.atan),
        "sinh": (mixed(near, uniform(small / 1.2, big)), mpmath.sinh), "cosh": (mixed(near, uniform(-big, big)), mpmath.cosh),
        "tanh": (near, mpmath.tanh), "asinh": (mixed(near, scales(tiny, high)), mpmath.asinh),
        "sigmoid": (mixed(near, uniform(small, 40)), lambda x: 1 / (1 + exp(-x))),
        "softplus": (mixed(near, uniform(small, 100)), lambda x: log1p(exp(x))),
        "logSigmoid": (mixed(near, uniform(-100, -small)), lambda x: -log1p(exp(-x))),
        "normalCdf": (mixed(uniform(-tail, 8), uniform(-3, 3), scales(tiny, 1)), lambda x: exp(log_upper(-x))),
        "logNormalCdf": (mixed(uniform(-tail, tail), uniform(-3, 3), scales(tiny, 40, -1), scales(tiny, 2)), log_normal_cdf),
        "logNormalQuantile": (mixed(uniform(-1, 0), uniform(-5, 0), uniform(-1000, 0), scales(tiny, 40, -1),
            lambda: -math.log(2) + scales(-20, -1)()), log_normal_quantile),
        "atan2": (mixed(near, scales(tiny, high / 2)), lambda y: atan2(y, SECOND)),
    }
SECOND = mpf(-0.75)
def single(x): return struct.unpack("<f", struct.pack("<f", x))[0]
def pack(format, values): return base64.b64encode(struct.pack(f"<{len(values)}{format}", *values)).decode()

random.seed(20260101)
count, out = int(sys.argv[1]), {}
for precision in ("float32", "float64"):
    out[precision] = {}
    for name, (point, f) in functions(precision).items():
        xs, ys, lost = [], [], []
        while len(xs) < count:
            try: x = point() if precision == "float64" else single(point())
            except OverflowError: continue
            if name == "logNormalQuantile" and x >= 0 or math.isinf(x) or x == 0 or name == "log1p" and x <= -1 or name in ("asin", "acos") and abs(x) > 1: continue
            if name == "log" and x <= 0 or name in ("sin", "cos", "tan") and abs(x) > 1.6e6: continue
            exact = f(mpf(x))
            y = float(exact)
            if math.isinf(y): continue
            rest = exact - mpf(y)
            u = mpf(2) ** (max(math.frexp(y)[1] - 1, -1022) - 52)
            xs.append(x); ys.append(y); lost.append(int(mpmath.nint(rest / u * 100)))
        out[precision][name] = {"x": pack("f" if precision == "float32" else "d", xs), "y": pack("d", ys), **({} if precision == "float32" else {"lost": pack("b", lost)})}
print(json.dumps(out, indent=1))
