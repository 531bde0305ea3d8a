"""The coefficients of assembly/math/ and assembly/ops/, derived and printed with the error each fit has.

    python3 scripts/coefficients.py > scripts/coefficients.txt          (needs mpmath: pip install mpmath, or Debian's python3-mpmath; takes half a minute)

Polynomials are minimax fits (Remez), rational functions minimax fits or interpolations in Chebyshev nodes of a stretched variable,
computed with 80 digits and rounded to float64 one by one.
"""
import struct

from mpmath import atanh, binomial, cos, coth, erfc, exp, log, lu_solve, matrix, mp, mpf, pi, sqrt, tanh

mp.prec = 300
LN2 = log(mpf(2))


def extrema(grid, errors):
    """The place of the largest error between each two changes of its sign."""
    places, start = [], 0
    for i in range(1, len(grid) + 1):
        if i == len(grid) or (errors[i] > 0) != (errors[i - 1] > 0):
            places.append(max(range(start, i), key=lambda j: abs(errors[j])))
            start = i
    return places


def trim(places, errors, count):
    while len(places) > count:
        places.pop(0 if abs(errors[places[0]]) < abs(errors[places[-1]]) else -1)
    return places


def polynomial(f, top, degree, weight):
    """Least maximum of |weight · (f − p)| on [0, top]."""
    n = degree + 1
    nodes = [top * (1 + cos(pi * (2 * (n - i)) / (2 * n))) / 2 for i in range(n + 1)]
    grid = [top * (1 - cos(pi * mpf(i) / (60 * n))) / 2 for i in range(60 * n + 1)]
    for _ in range(30):
        rows, right = matrix(n + 1, n + 1), matrix(n + 1, 1)
        for i, v in enumerate(nodes):
            for j in range(n):
                rows[i, j] = v**j * weight(v)
            rows[i, n] = (-1) ** i
            right[i] = f(v) * weight(v)
        solution = lu_solve(rows, right)
        p = [solution[j] for j in range(n)]
        errors = [weight(v) * (f(v) - sum(c * v**j for j, c in enumerate(p))) for v in grid]
        places = trim(extrema(grid, errors), errors, n + 1)
        sizes = [abs(errors[i]) for i in places]
        if len(places) <= n or max(sizes) / min(sizes) < 1.001:
            break
        nodes = [grid[i] for i in places]
    return p, max(abs(e) for e in errors)


def stretched(top, c):
    """[−1, 1] → [0, top], even in 1/(1 + t/c)."""
    least = 1 / (1 + top / c)
    return lambda s: (1 / (least + (1 - least) * (1 - s) / 2) - 1) * c


def value(p, q, t):
    return sum(c * t**k for k, c in enumerate(p)) / sum(c * t**k for k, c in enumerate(q))


def rational(f, top, m, n):
    """Least maximum of |1 − P/Q/f| on [0, top]; Q(0) = 1."""
    count, place = m + n + 2, stretched(top, 2)
    nodes = [place(-cos(pi * i / (count - 1))) for i in range(count)]
    grid = [place(-cos(pi * mpf(i) / (40 * count))) for i in range(40 * count + 1)]
    exact = [f(t) for t in grid]
    q = [mpf(1)] + [mpf(0)] * n
    for _ in range(25):
        for _ in range(4):
            rows, right = matrix(count, count), matrix(count, 1)
            for i, t in enumerate(nodes):
                for k in range(m + 1):
                    rows[i, k] = t**k / f(t)
                for k in range(1, n + 1):
                    rows[i, m + k] = -(t**k)
                rows[i, count - 1] = (-1) ** i * sum(c * t**k for k, c in enumerate(q))
                right[i] = mpf(1)
            solution = lu_solve(rows, right)
            p, q = [solution[k] for k in range(m + 1)], [mpf(1)] + [solution[m + k] for k in range(1, n + 1)]
        errors = [value(p, q, t) / y - 1 for t, y in zip(grid, exact)]
        places = trim(extrema(grid, errors), errors, count)
        sizes = [abs(errors[i]) for i in places]
        if len(places) < count or max(sizes) / min(sizes) < 1.01:
            break
        nodes = [grid[i] for i in places]
    return p, q, max(abs(e) for e in errors)


def interpolated(f, top, n, c):
    """t·P/Q of degrees n, n equal to f in 2n nodes on [0, top]; Q(0) = 1."""
    place = stretched(top, c)
    rows, right = matrix(2 * n, 2 * n), matrix(2 * n, 1)
    for i in range(2 * n):
        t = place(-cos(pi * (2 * i + 1) / (4 * n)))
        y, scale = f(t), 1 / (1 + t) ** n
        for k in range(1, n + 1):
            rows[i, k - 1] = t**k * scale
            rows[i, n + k - 1] = -(t**k) * y * scale
        right[i] = y * scale
    solution = lu_solve(rows, right)
    p, q = [mpf(0)] + [solution[k] for k in range(n)], [mpf(1)] + [solution[n + k] for k in range(n)]
    rounded = [mpf(float(x)) for x in p], [mpf(float(x)) for x in q]
    grid = [place(-cos(pi * mpf(i) / 400)) for i in range(401)]
    return p, q, max(abs(value(*rounded, t) - f(t)) for t in grid)


def show(title, error, *lists):
    print(f"\n{title}    2^{float(log(error, 2)):.1f}")
    for coefficients in lists:
        print("  ", ", ".join(repr(float(c)) for c in coefficients))


def near(limit, f):
    """f, or its limit where the formula of f loses too many digits."""
    return lambda v: limit(v) if v < mpf(10) ** -12 else f(sqrt(v), v)


def mills(t):
    return sqrt(pi / 2) * erfc(t / sqrt(mpf(2))) * exp(t * t / 2)


if __name__ == "__main__":
    even2 = near(lambda v: 2 / LN2, lambda r, v: r * coth(r * LN2 / 2))
    p, error = polynomial(even2, mpf("0.251"), 2, lambda v: 1 / even2(v))
    show("math/exponential.ts rCothHalf, f32: R = r·coth(r·ln2/2) in v = r², |r| ≤ 1/2; relative", error, p)

    less2 = near(lambda v: mpf(1) / 6 - v / 360 + v * v / 15120, lambda r, v: (r * coth(r / 2) - 2) / v)
    p, error = polynomial(less2, (LN2 / 2) ** 2 * mpf("1.001"), 4, lambda v: v * sqrt(v) / 2 + mpf(10) ** -5)
    show("math/exponential.ts rCothHalfMinus2, f64: (R − 2)/v, |r| ≤ ln2/2; error of e^r", error, p)

    log2 = near(lambda v: mpf(2) / 3 + 2 * v / 5, lambda w, v: 2 * (atanh(w) / w - 1) / v)
    p, error = polynomial(log2, mpf(1) / 9, 3, lambda v: v / 2 + mpf(10) ** -4)
    show("math/logarithm.ts log1pMinus2w, f32: 2(artanh w/w − 1)/v, w ≤ 1/3; error of the logarithm", error, p)
    p, error = polynomial(log2, mpf(1) / 9, 9, lambda v: v / 2 + mpf(10) ** -4 / 2)
    show("  the same, f64", error, p)

    least = -LN2 / 2 * mpf("1.001")
    curve = lambda r: mpf(1) / 2 + r / 6 + r * r / 24 if abs(r) < mpf(10) ** -12 else (exp(r) - 1 - r) / r**2
    weight = lambda r: r**2 / (abs(1 - exp(r)) + mpf("0.02")) + mpf(10) ** -4
    p, error = polynomial(lambda u: curve(u + least), -2 * least, 5, lambda u: weight(u + least))
    moved = [sum(c * binomial(i, j) * (-least) ** (i - j) for i, c in enumerate(p) if i >= j) for j in range(len(p))]
    show("elu.ts EluOfOne: (e^r − 1 − r)/r², |r| ≤ ln2/2; error of e^r − 1", error, moved)

    weight = lambda r: r**2 / exp(r) + mpf(10) ** -4
    p, error = polynomial(lambda u: curve(u + least), -2 * least, 4, lambda u: weight(u + least))
    moved = [sum(c * binomial(i, j) * (-least) ** (i - j) for i, c in enumerate(p) if i >= j) for j in range(len(p))]
    show("rows/exponential.ts scaledPower: the same; relative error of e^r", error, moved)

    shrink = near(lambda v: mpf(1) / 3 - 2 * v / 15 + 17 * v * v / 315, lambda x, v: (x - tanh(x)) / (x * v))
    p, error = polynomial(shrink, mpf("0.4"), 5, lambda v: 1 / shrink(v))
    show("tanhshrink.ts, f32: (x − tanh x)/x³ in v = x² ≤ 0.4; relative", error, p)
    p, error = polynomial(shrink, mpf("1.0001"), 15, lambda v: 1 / shrink(v))
    show("  the same, f64, v ≤ 1; relative", error, p)

    p, q, error = rational(mills, mpf("14.6"), 4, 5)
    show("gelu.ts above and below, f32: Mills' ratio on [0, 14.6]; P times φ(0), Q; relative", error, [c / sqrt(2 * pi) for c in p], q)

    p, q, error = interpolated(lambda t: 2 * (1 + 5 * t / 4) * mills(t) / sqrt(2 * pi) - 1, mpf("39.5"), 11, 4)
    show("gelu.ts excess, f64: S on [0, 39.5]; P/t, Q; absolute, coefficients rounded", error, p[1:], q)

    c = sqrt(2 / pi)
    print("\ngeluTanh.ts: 2√(2/π), that · 0.044715, thrice that; what rounding took from each")
    for x in (2 * c, 2 * c * mpf("0.044715"), 6 * c * mpf("0.044715")):
        print("  ", repr(float(x)), repr(float(x - mpf(float(x)))))
    print("\ngelu.ts: φ(0) and what rounding took from it")
    print("  ", repr(float(1 / sqrt(2 * pi))), repr(float(1 / sqrt(2 * pi) - mpf(float(1 / sqrt(2 * pi))))))
    print("\nselu.ts: λ, λα")
    scale, alpha = mpf("1.0507009873554804934193349852946"), mpf("1.6732632423543772848170429916717")
    print("  ", repr(float(scale)), repr(float(scale * alpha)))
    print("\ntanhshrink.ts: what rounding took from a third")
    print("  ", repr(float(mpf(1) / 3 - mpf(1 / 3))))
    high = mpf(int(LN2 * 2**32)) / 2**32
    print("\nmath/exponential.ts, rows/logSumExp.ts, fallback/elements.ts: log₂e, ln 2 to 32 bits, the rest of it; the bits of √½")
    print("  ", repr(float(1 / LN2)), repr(float(high)), repr(float(LN2 - high)))
    print("  ", struct.pack(">d", float(sqrt(mpf(1) / 2))).hex())
    high = mpf(int(LN2 * 2**15 + mpf(1) / 2)) / 2**15
    print("\nelu.ts EluOfOne: ln 2 to 15 bits, the rest of it")
    print("  ", repr(float(high)), repr(float(LN2 - high)))
