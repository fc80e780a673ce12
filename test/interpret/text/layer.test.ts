/** The formulas of layers as LaTeX. */
import { expect, it } from "vitest";
import { affine } from "../../../src/bijectors/affine.ts";
import { invert } from "../../../src/bijectors/layer.ts";
import { nsphere } from "../../../src/bijectors/nsphere.ts";
import { latexLayer } from "../../../src/interpret/text/layer.ts";

it("sets the formula that is run", () => {
  expect(latexLayer(affine, "e2")).toBe(
    String.raw`\begin{aligned} u_{i} &= 30 \tanh \frac{\mathrm{log\,scale}_{i}}{30} \\ z_{i} &= (x_{i} - \mathrm{shift}_{i}) \, e^{-u_{i}} \\ \mathrm{log\,det} &= -\sum_{k} u_{k} \end{aligned}`,
  );
});

it("turns with the direction and with the layer", () => {
  expect(latexLayer(affine, "e2", "forward")).toContain(String.raw`x_{i} &=`);
  expect(latexLayer(invert(affine), "e2", "forward").replaceAll("x", "z")).toBe(latexLayer(affine, "e2", "inverse").replaceAll("x", "z"));
});

it("is of a manifold where the layer acts", () => {
  expect(() => latexLayer(nsphere, "s1")).toThrow("Layer nsphere acts on spheres s<n> with n of at least 2, but this flow lives on s1.");
});

it("writes what a layer's network answers as a variable", () => {
  expect(latexLayer(nsphere, "s2")).toContain(String.raw`\mathrm{circle}`);
});
