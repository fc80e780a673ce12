import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { abs, add, apply, atan2, batchSum, concat, constant, cumsum, div, dot, exp, expm1, floor, gather, input, is, jvp, less, lessEqual, log, logNormalCdf, logNormalQuantile, logSigmoid, logSumExp, max, mul, neg, normalCdf, oneHot, parameter, reshape, root, scalar, scan, sigmoid, sin, sinh, slice, softplus, sqrt, square, stack, sub, sum, take, tanh, transpose, unsqueeze, vjp, where, cos, type Op } from "../../../src/expr/index.ts";
import { latex } from "../../../src/interpret/text/latex.ts";
import { operations } from "../../../laws/operation/operations.ts";
import { posed } from "../../../laws/operation/posed.ts";
import type { Written } from "../../../src/interpret/text/expression-lines.ts";

const [x, y] = [input("x", []), input("y", [])];
const [mu, sigma] = [parameter("mu", []), parameter("sigma", [])];
const [v, w] = [input("x", [3]), parameter("w", [3])];
const matrix = parameter("W", [4, 3]);
const bias = parameter("b", [4]);

const written: readonly (readonly [string, Written, string])[] = [
  ["a polynomial", add(mul(x, x, x), mul(2, square(x)), neg(x), 1), "x^{3} + 2 x^{2} - x + 1"],
  ["a normal density", div(exp(mul(-0.5, square(sub(x, mu)))), sqrt(mul(2 * Math.PI, square(sigma)))), "\\frac{e^{-\\tfrac{1}{2} (x - \\mu)^{2}}}{\\sqrt{2\\pi \\, \\sigma^{2}}}"],
  ["its logarithm", sub(mul(-0.5, square(x)), 0.5 * Math.log(2 * Math.PI)), "-\\tfrac{1}{2} x^{2} - \\tfrac{1}{2} \\log 2\\pi"],
  ["differences of differences", mul(sub(x, sub(y, 1)), neg(add(x, y))), "-(x - (y - 1)) (x + y)"],
  ["powers of functions", add(square(sin(x)), square(cos(x))), "\\sin^{2} x + \\cos^{2} x"],
  ["a power of a sum", mul(add(x, 1), add(x, 1)), "(x + 1)^{2}"],
  ["fractions in fractions", div(div(x, y), 2), "\\frac{x}{2 y}"],
  ["a product with a reciprocal", mul(x, div(1, add(1, y))), "\\frac{x}{1 + y}"],
  ["a logarithm before a factor", mul(log(x), y), "y \\log x"],
  ["a logarithm of a sum", log(add(1, x)), "\\log(1 + x)"],
  ["a long exponent", exp(sub(mul(x, add(y, 1)), div(square(sub(x, mu)), 2))), "\\exp\\left(x (y + 1) - \\frac{(x - \\mu)^{2}}{2}\\right)"],
  ["normal distribution functions", add(normalCdf(x), logNormalCdf(y)), "\\Phi(x) + \\log \\Phi(y)"],
  ["a quantile of a probability", logNormalQuantile(log(y)), "\\Phi^{-1}(y)"],
  ["a quantile of a logarithm", logNormalQuantile(y), "\\Phi^{-1}(e^{y})"],
  ["logistic functions", add(sigmoid(x), softplus(neg(x)), logSigmoid(y)), "\\sigma(x) + \\log(1 + e^{-x}) + \\log \\sigma(y)"],
  ["numbers", add(mul(x, 1e-7), 1 / 3, 0.1, mul(2.5e10, y), -2), "10^{-7} x + \\tfrac{1}{3} + 0.1 + 2.5 \\cdot 10^{10} y - 2"],
  ["constants with names", mul(x, Math.PI / 2, y), "\\tfrac{\\pi}{2} x y"],
  ["a condition", where(less(x, 0), neg(x), log(x)), "\\begin{cases} -x & \\text{if } x < 0 \\\\ \\log x & \\text{otherwise} \\end{cases}"],
  ["two conditions", where(mul(lessEqual(-1, x), less(x, 1)), x, 0), "\\begin{cases} x & \\text{if } -1 \\le x \\text{ and } x < 1 \\\\ 0 & \\text{otherwise} \\end{cases}"],
  ["a comparison as a number", mul(less(x, 1), y), "[x < 1] \\, y"],
  ["other functions", add(abs(sub(x, y)), floor(x), expm1(y)), "\\left|x - y\\right| + \\lfloor x \\rfloor + e^{y} - 1"],
  ["elements", { theta: atan2(take(v, 1), take(v, 0)), r: sqrt(add(square(take(v, 0)), square(take(v, 1)))) },
    "\\begin{aligned} \\theta &= \\operatorname{atan2}(x_{2}, x_{1}) \\\\ r &= \\sqrt{x_{1}^{2} + x_{2}^{2}} \\end{aligned}"],
  ["an affine map", { y: add(mul(v, exp(parameter("logScale", [3]))), parameter("shift_1", [3])), logDet: sum(parameter("logScale", [3])) },
    "\\begin{aligned} y_{i} &= x_{i} \\, e^{\\mathrm{log\\,scale}_{i}} + \\mathrm{shift}_{1,i} \\\\ \\mathrm{log\\,det} &= \\sum_{k} \\mathrm{log\\,scale}_{k} \\end{aligned}"],
  ["a layer of a network", tanh(add(apply(matrix, v), bias)), "\\tanh(W x + b)"],
  ["one of its outputs", take(apply(matrix, v), 2), "(W x)_{3}"],
  ["a transposed matrix", apply(transpose(matrix), bias), "W^{\\top} b"],
  ["sums", sub(dot(v, w), sum(add(v, w))), "\\sum_{k} x_{k} w_{k} - \\sum_{k} (x_{k} + w_{k})"],
  ["a norm", sqrt(sum(square(v))), "\\sqrt{\\sum_{k} x_{k}^{2}}"],
  ["the largest", max(v), "\\max_{k} x_{k}"],
  ["running sums", cumsum(v), "\\sum_{k \\le i} x_{k}"],
  ["running sums from the end", { y: cumsum(v, 0, true) }, "y_{i} = \\sum_{k \\ge i} x_{k}"],
  ["a bin of a table", gather(cumsum(parameter("w", [3, 5])), input("bin", [3])), "\\sum_{k \\le 1 + \\mathrm{bin}_{i}} w_{i k}"],
  ["one-hot", { y: oneHot(input("n", []), 4) }, "y_{i} = [i = 1 + n]"],
  ["parts of a vector", concat([slice(v, 0, 1, 2), reshape(y, [1])]), "(x_{2:3}, y)"],
  ["a constant vector", mul(constant([1, 2, 0.5]), v), "(1, 2, \\tfrac{1}{2}) \\, x"],
  ["samples", batchSum(mul(x, mu)), "\\sum_{\\text{samples}} x \\mu"],
  ["a logistic density", div(exp(neg(x)), square(add(1, exp(neg(x))))), "\\frac{e^{-x}}{(1 + e^{-x})^{2}}"],
  ["shared parts", div(exp(sub(x, y)), square(add(1, exp(sub(x, y))))), "\\begin{aligned} u &= e^{x - y} \\\\ & \\frac{u}{(1 + u)^{2}} \\end{aligned}"],
  ["a mixture of logistics", (() => {
    const [means, scales, logits] = [parameter("mu", [3, 10]), parameter("sigma", [3, 10]), parameter("w", [3, 10])];
    const z = div(sub(unsqueeze(v), means), scales);
    return { z: logNormalQuantile(logSumExp(add(sub(logits, unsqueeze(logSumExp(logits))), logSigmoid(z)))) };
  })(), "z_{i} = \\Phi^{-1}\\left(\\sum_{k} \\exp\\left(w_{i k} - \\log \\sum_{l} e^{w_{i l}} + \\log \\sigma\\left(\\frac{x_{i} - \\mu_{i k}}{\\sigma_{i k}}\\right)\\right)\\right)"],
  ["a root", root((u) => sub(add(u, sinh(mul(2, u))), x), { lower: -10, upper: 10 }).value, "\\begin{aligned} y &: \\quad y + \\sinh(2 y) = x, \\quad y \\in [-10, 10] \\end{aligned}"],
  ["a root with a name", { t: root((u) => add(u, exp(u)), { lower: -10, upper: mu }).value }, "\\begin{aligned} t &: \\quad t + e^{t} = 0, \\quad t \\in [-10, \\mu] \\end{aligned}"],
  ["the derivative of a root", jvp([root((u) => sub(add(u, exp(u)), x), { lower: neg(abs(x)), upper: 10 }).value], new Map([[x, scalar(1)]]))[0]!,
    "\\begin{aligned} y &: \\quad y + e^{y} = x, \\quad y \\in [-\\left|x\\right|, 10] \\\\ & \\frac{1}{1 + e^{y}} \\end{aligned}"],
  ["a root whose equation shares with the rest", (() => {
    const { value } = root((u) => sub(add(u, exp(u)), x), { lower: -10, upper: 10 });
    return { a: value, b: exp(value) };
  })(), "\\begin{aligned} a &: \\quad a + e^{a} = x, \\quad a \\in [-10, 10] \\\\ b &= e^{a} \\end{aligned}"],
  ["a scan", scan((u, k) => add(u, mul(k, sin(u), mu)), x, 10).last,
    "\\begin{aligned} {u^{(0)}} &= x \\\\ {u^{(t+1)}} &= {u^{(t)}} + \\mu \\, t \\sin {u^{(t)}}, \\quad t = 0, \\dots, 9 \\\\ & {u^{(10)}} \\end{aligned}"],
  ["rows and records of a scan, backwards, element by element", (() => {
    const { last, recorded } = scan((u, _, row) => add(square(u), mul(row, sum(u))), v, 4, { rows: parameter("W", [4, 3]), reverse: true, record: (u) => u });
    return { y: last, path: recorded };
  })(), "\\begin{aligned} {u^{(4)}}_{i} &= x_{i} \\\\ {u^{(t)}}_{i} &= {u^{(t+1)}}_{i}^{2} + W_{t+1,i} \\, \\sum_{k} {u^{(t+1)}}_{k}, \\quad t = 3, \\dots, 0 \\\\ v_{t+1,i} &= {u^{(t+1)}}_{i}, \\quad t = 3, \\dots, 0 \\\\ y_{i} &= {u^{(0)}}_{i} \\\\ \\mathrm{path}_{i j} &= v_{i j} \\end{aligned}"],
  ["the derivative of a scan", vjp([scan((u) => mul(u, u), x, 5).last], [scalar(1)], [x])[0]!,
    "\\begin{aligned} {u^{(0)}} &= x \\\\ {u^{(t+1)}} &= {u^{(t)}}^{2}, \\quad t = 0, \\dots, 4 \\\\ v_{t+1} &= {u^{(t)}}, \\quad t = 0, \\dots, 4 \\\\ {w^{(5)}} &= 1 \\\\ {w^{(s)}} &= v_{s+1} \\, {w^{(s+1)}} + v_{s+1} \\, {w^{(s+1)}}, \\quad s = 4, \\dots, 0 \\\\ & {w^{(0)}} \\end{aligned}"],
  ["elements of shared parts", (() => {
    const u = apply(parameter("A", [2, 2]), input("x", [2]));
    return { y: add(square(take(u, 0)), square(take(u, 1))) };
  })(), "\\begin{aligned} u &= A x \\\\ y &= u_{1}^{2} + u_{2}^{2} \\end{aligned}"],
  ["a list of elements", { y: stack([sin(take(v, 0)), max(v)]) }, "y = (\\sin x_{1}, \\max_{k} x_{k})"],
  ["the identity matrix", apply(constant([1, 0, 0, 1], [2, 2]), input("x", [2])), "I x"],
  ["names", add(input("alpha", []), input("x_max", []), input("z12", []), input("block.0.shift", []), input("log_p", []), input("hiddenWidth", [])),
    "\\alpha + x_{\\mathrm{max}} + z_{12} + \\mathrm{block}_{0,\\mathrm{shift}} + \\mathrm{log\\,p} + \\mathrm{hidden\\,width}"],
  ["a letter that a variable has", add(sum(exp(parameter("k", [3]))), input("i", [])), "\\sum_{m} e^{k_{m}} + i"],
];

describe("latex", () => {
  it.each(written)("%s", (_, expressions, text) => expect(latex(expressions)).toBe(text));

  it("writes every operation and its derivatives with braces that match", () => {
    fc.assert(fc.property(fc.constantFrom(...(Object.keys(operations) as Op[])).chain((op) => posed(op, fc.constant(1))), ({ output, variables }) => {
      for (const text of [latex(output), latex({ out: output, sum: add(output, 1) }), latex(Object.fromEntries(vjp([output], [scalar(1)], variables).map((each, at) => [`g${at}`, each])))]) {
        expect(text).not.toMatch(/undefined|NaN|\[object|\{\}|_\{[^{}]*\}_/);
        const depth = [...text.replaceAll("\\{", "").replaceAll("\\}", "")].reduce((own, sign) => (own < 0 ? own : own + (sign === "{" ? 1 : sign === "}" ? -1 : 0)), 0);
        expect(depth).toBe(0);
        for (const [open, close] of [[/\\left(?![a-z])/g, /\\right(?![a-z])/g], [/\\begin/g, /\\end/g], [/\(/g, /\)/g]] as const) {
          expect(text.match(open)?.length ?? 0).toBe(text.match(close)?.length ?? 0);
        }
      }
    }), { numRuns: 600 });
  });

  it("writes the numbers of a constant as they are", () => {
    fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: 1e-300 }), (value) => {
      const text = latex(scalar(value)).replaceAll(/\\tfrac\{(\d+)\}\{(\d+)\}/g, (_, p: string, q: string) => `${Number(p) / Number(q)}`).replace(" \\cdot ", "*");
      const number = text.replace(/^10\^\{(.*)\}$/, "1e$1").replace(/\*10\^\{(.*)\}$/, "e$1");
      if (/\\/.test(number)) return;
      expect(Math.abs(Number(number) - value)).toBeLessThanOrEqual(1e-5 * value);
    }));
  });

  it("has a text for a graph that is deeper than any stack is asked to be", () => {
    const deep = Array.from({ length: 300 }).reduce<typeof x>((sum) => sin(sum), x);
    expect(latex(deep).length).toBeGreaterThan(300 * 4);
    expect(is(deep, "sin")).toBe(true);
  });
});
