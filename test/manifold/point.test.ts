import fc from "fast-check";
import { either, function as fn } from "fp-ts";
import { describe, expect, expectTypeOf, it } from "vitest";
import { render } from "../../src/error.ts";
import { moveOnto, standing } from "../../src/manifold/membership.ts";
import { ambient, dimension, point, type Coordinates, type Point } from "../../src/manifold/point.ts";
import { parseSpace } from "../../src/manifold/space.ts";

/** The coordinates of the point, or the sentence that refuses it. */
const read = (spec: string, coordinates: ArrayLike<number>): readonly number[] | string =>
  fn.pipe(point<string>(spec, coordinates), either.matchW(render, (made): readonly number[] => made));

describe("point", () => {
  it("lays the blocks one after the other", () => {
    expect(read("e2+s2", [1, -0, 0, 0, -1])).toEqual([1, -0, 0, 0, -1]);
    expect(read("e0", [])).toEqual([]);
    expect(read("i_-3_3+s1+i", [-3, 0, -1, 1])).toEqual([-3, 0, -1, 1]);
  });

  it("names the block, what was received and what was expected", () => {
    expect(read("e1+s2", [5, 1, 1, 0])).toBe("In block 2 (s2): received (1, 1, 0) of length 1.414, expected a unit vector of 3 numbers.");
    expect(read("s2", [0, 0, 0])).toBe("In block 1 (s2): received (0, 0, 0) of length 0, expected a unit vector of 3 numbers.");
    expect(read("s1", [NaN, 1])).toBe("In block 1 (s1): received (NaN, 1), expected a unit vector of 2 numbers.");
    expect(read("s2", [1.00001, 0, 0])).toBe("In block 1 (s2): received (1.00001, 0, 0) of length 1.00001, expected a unit vector of 3 numbers.");
    expect(read("e1+e2", [0, 1, Infinity])).toBe("In block 2 (e2): received (1, Infinity), expected 2 finite numbers.");
    expect(read("e1", [NaN])).toBe("In block 1 (e1): received NaN, expected a finite number.");
    expect(read("i", [-1e-9])).toBe("In block 1 (i): received -1e-9, expected a number from 0 to 1.");
    expect(read("i_-3_3", [4])).toBe("In block 1 (i_-3_3): received 4, expected a number from -3 to 3.");
    expect(read("i_0_0.5", [0.50001])).toBe("In block 1 (i_0_0.5): received 0.50001, expected a number from 0 to 0.5.");
    expect(read("i_-3_3", [NaN])).toBe("In block 1 (i_-3_3): received NaN, expected a number from -3 to 3.");
    expect(read("s7", [2, 0, 0, 0, 0, 0, 0, 0])).toBe("In block 1 (s7): received (2, 0, 0, 0, 0, …) of length 2, expected a unit vector of 8 numbers.");
    expect(read("e2+s2", [1, 2])).toBe("received 2 numbers, expected 5 numbers for a point of e2+s2.");
    expect(read("e1", [])).toBe("received 0 numbers, expected 1 number for a point of e1.");
    expect(read("q", [1])).toBe("Unknown manifold q; the manifolds are e<n>, s<n>, i, i_<a>_<b>, a<n> and c<k>.");
  });

  it("takes the nearest unit vector within the tolerance, and no further", () => {
    expect(read("s1", [0, 1 + 9e-7])).toEqual([0, 1]);
    expect(read("s2", [0, -1 + 9e-7, 0])).toEqual([0, -1, 0]);
    expect(read("s1", [0, 1 + 1.1e-6])).toBeTypeOf("string");
    expect(read("s1", [0, 1 - 1.1e-6])).toBeTypeOf("string");
  });

  it("takes what float32 leaves of a point", () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 12 }), fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 13, maxLength: 13 }), (n, raw) => {
      const x = raw.slice(0, n + 1);
      moveOnto({ kind: "s", dim: n, spec: `s${n}` }, x);
      expect(read(`s${n}`, Float32Array.from(x))).toBeInstanceOf(Array);
    }));
    expect(read("i_-0.1_0.1", Float32Array.of(0.1))).toEqual([0.1]);
    expect(read("i_-0.1_0.1", Float32Array.of(-0.1))).toEqual([-0.1]);
    expect(read("i_0_1.0000000602", Float32Array.of(1.0000000602))).toEqual([1.0000000602]);
    expect(read("i_-0.1_0.1", [0.1 + 1e-8])).toBeTypeOf("string");
  });

  it("leaves a point as it is when made into a point again", () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 9 }), fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 10, maxLength: 10 }), (n, raw) => {
      const block = { kind: "s", dim: n, spec: `s${n}` } as const;
      const x = raw.slice(0, n + 1);
      moveOnto(block, x);
      expect(standing(block, x)).toBe("on");
      expect(read(`s${n}`, x)).toEqual(x);
    }));
  });

  it("moves any vector onto the sphere: zero, tiny and huge ones too", () => {
    const onto = (...x: number[]): readonly number[] => {
      moveOnto({ kind: "s", dim: x.length - 1, spec: `s${x.length - 1}` }, x);
      return x;
    };
    expect(onto(0, 0)).toEqual([-1, 0]);
    expect(onto(0, 0, 0)).toEqual([0, 0, -1]);
    expect(onto(0, 3e-200)).toEqual([0, 1]);
    expect(onto(-5e-324, 0, 0)).toEqual([-1, 0, 0]);
    expect(onto(3e300, 4e300)[0]).toBeCloseTo(0.6, 15);
  });
});

describe("the type of a point", () => {
  it("counts the numbers of narrow spaces", () => {
    expectTypeOf<Coordinates<"s2">>().toEqualTypeOf<readonly [number, number, number]>();
    expectTypeOf<Coordinates<"e2+s2">>().toEqualTypeOf<readonly [number, number, number, number, number]>();
    expectTypeOf<Coordinates<"e0">>().toEqualTypeOf<readonly []>();
    expectTypeOf<Coordinates<"i_-3_3+s1">>().toEqualTypeOf<readonly [number, number, number]>();
    expectTypeOf<Coordinates<"e12+s1">>().toEqualTypeOf<readonly number[]>();
    expectTypeOf<Coordinates<string>>().toEqualTypeOf<readonly number[]>();
  });

  it("keeps spaces apart", () => {
    const made = point("s1", [0, 1]);
    expectTypeOf(made).toEqualTypeOf<ReturnType<typeof point<"s1">>>();
    const circle = either.isRight(made) ? made.right : undefined!;
    const first: number = circle[0];
    expect(first).toBe(0);
    const anySpace: Point<string> = circle;
    const numbers: readonly number[] = circle;
    // @ts-expect-error a point of the circle is no point of the plane
    const plane: Point<"e2"> = circle;
    expect([anySpace, numbers, plane]).toEqual([circle, circle, circle]);
    // @ts-expect-error numbers are no point until they are checked
    const unchecked: Point<"s1"> = [0, 1];
    expect(unchecked).toEqual([0, 1]);
    // @ts-expect-error Manifold s0 does not exist; write s<n> with a whole number n of at least 1.
    expect(either.isLeft(point("s0", [1]))).toBe(true);
  });

  it("is the numbers it says, inside generic code too", () => {
    const sum = <S extends string>(of: Point<S>): number => of.reduce((total, each) => total + each, 0);
    expect(fn.pipe(point("e3", [1, 2, 3]), either.map(sum))).toEqual(either.right(6));
  });
});

it("counts ambient and intrinsic dimensions", () => {
  const blocks = either.getOrElseW(() => [])(parseSpace("e4+s2+i+s1"));
  expect([ambient(blocks), dimension(blocks)]).toEqual([10, 8]);
});

describe("what no compiler has seen", () => {
  it.each<readonly [string, unknown, string]>([
    ["e1", null, "received null, expected 1 number for a point of e1."],
    ["e1", "0.5", 'received "0.5", expected 1 number for a point of e1.'],
    ["i", [null], "received null among the numbers, expected 1 number for a point of i."],
    ["i", ["0.5"], 'received "0.5" among the numbers, expected 1 number for a point of i.'],
    ["e2", [1, true], "received true among the numbers, expected 2 numbers for a point of e2."],
    ["e2", Array(2), "received undefined among the numbers, expected 2 numbers for a point of e2."],
    ["e2", { length: 1_000_000_000 }, "received 1000000000 numbers, expected 2 numbers for a point of e2."],
    ["e1", Object.defineProperty([1], 0, { get: () => { throw new Error("no"); } }), "received data that throw when they are read, expected plain data."],
  ])("%s: %# is refused", (spec, coordinates, sentence) => expect(read(spec, coordinates as number[])).toBe(sentence));
});
