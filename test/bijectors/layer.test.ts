/** Where composed layers act, and which layers do not go together. */
import { describe, expect, it } from "vitest";
import { gauss } from "../../src/bijectors/gauss.ts";
import { compose, invert } from "../../src/bijectors/layer.ts";
import { moebius } from "../../src/bijectors/moebius.ts";
import { nsphere } from "../../src/bijectors/nsphere.ts";
import { rotation } from "../../src/bijectors/rotation.ts";
import { circle, sphere } from "../../src/flow/manifolds.ts";

describe("a chain of layers", () => {
  it("acts where all of its layers act", () => {
    expect(compose(rotation, nsphere).on).toBe("s2up");
    expect(compose(nsphere, rotation).on).toBe("s2up");
    expect(compose(rotation, invert(compose(rotation, moebius))).on).toBe("s1");
    expect(compose(rotation, rotation).on).toBe("s");
    expect(sphere(2).through(compose(rotation, nsphere), 2).layers).toHaveLength(2);
    expect(() => circle().through(compose(rotation, nsphere) as never)).toThrow("Layer rotation then nsphere acts on spheres s<n> with n of at least 2, but this flow lives on s1.");
  });

  it("is of layers that share a manifold", () => {
    expect(() => compose(gauss, moebius as never)).toThrow("Layer moebius acts on circles s1, but the layers before it act on Euclidean spaces e<n> and half lines.");
    expect(() => compose<"s", "s1" | "s2up">(rotation, nsphere, moebius)).toThrow("Layer moebius acts on circles s1, but the layers before it act on spheres s<n> with n of at least 2.");
  });
});
