"""Elementwise operations at corners of float64, in 45 digits by mpmath (1.3.0): python3 oracle.py > oracle.json

Values are computed with 400 digits, so that no digit is lost by the definitions as they stand here; the quantile is the
root of log Phi by mpmath's secant method.
"""
import json
from mpmath import mp, mpf, nstr
import mpmath

mp.dps = 400
ln2 = mpmath.log(2)

def upper(x):
    return mpmath.erfc(x / mpmath.sqrt(2)) / 2
def log_normal_cdf(x):
    return mpmath.log1p(-upper(x)) if x > 0 else mpmath.log(upper(-x))
def log_normal_quantile(l):
    if l > -ln2: return -log_normal_quantile(mpmath.log(-mpmath.expm1(l)))
    start = -mpmath.sqrt(-2 * l)
    return mpmath.findroot(lambda z: log_normal_cdf(z) - l, (start, start * mpf("0.99")), tol=mpf(10) ** -300, maxsteps=200)
def sigmoid(x): return 1 / (1 + mpmath.exp(-x))
def softplus(x): return mpmath.log1p(mpmath.exp(x))

everywhere = [1e-300, -1e-20, 3e-8, -1e-3, 0.3, 1.0, -2.5, 4.999, -5.001, 7.0, -36.0, 38.5]
wide = [*everywhere, -700.0, 709.0]
angles = [*everywhere, 0.7853981633974483, 1.5707963267948966, 3.141592653589793, 1e5, 1e22, 5.319372648326541e255, 1e300]
unit = [1e-300, -1e-20, 1e-3, 0.3, -0.5, 0.7071067811865476, 0.9999999999999999, -0.9999999999999999, 1.0]
positive = [5e-324, 1e-300, 1e-20, 0.3, 0.9999999999999999, 1.0000000000000002, 2.0, 1e5, 1.7976931348623157e308]
table = {
    "sqrt": (mpmath.sqrt, positive), "exp": (mpmath.exp, wide), "log": (mpmath.log, positive),
    "log1p": (mpmath.log1p, [1e-300, -1e-20, 3e-8, -1e-3, 1e-3, 0.3, -0.5, -0.9999999999999999, 1e5, 1e300]), "expm1": (mpmath.expm1, wide),
    "sin": (mpmath.sin, angles), "cos": (mpmath.cos, angles), "tan": (mpmath.tan, angles),
    "asin": (mpmath.asin, unit), "acos": (mpmath.acos, unit), "atan": (mpmath.atan, [*everywhere, 1e22, -1e300]),
    "sinh": (mpmath.sinh, wide), "cosh": (mpmath.cosh, wide), "tanh": (mpmath.tanh, everywhere), "asinh": (mpmath.asinh, [*everywhere, 1e22, -1e300]),
    "sigmoid": (sigmoid, wide), "softplus": (softplus, wide), "logSigmoid": (lambda x: -softplus(-x), wide),
    "normalCdf": (lambda x: upper(-x), [*everywhere, -100.0, 9.0]), "logNormalCdf": (log_normal_cdf, [*everywhere, -100.0, 9.0]),
    "logNormalQuantile": (log_normal_quantile, [-1e-300, -1e-20, -1e-3, -0.3, -0.6931471805599453, -0.6931471805599454, -0.75, -2.59, -25.0, -729.0, -1e5]),
}
rows = {op: json.dumps([[x, nstr(f(mpf(x)), 45)] for x in points]) for op, (f, points) in table.items()}
print("{\n" + ",\n".join(f' "{op}": {row}' for op, row in rows.items()) + "\n}")
