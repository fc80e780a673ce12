import fc from "fast-check";
import { either } from "fp-ts";
import { describe, expect, it } from "vitest";
import { render, type DiffeoError } from "../../src/error.ts";
import { circle, euclid, interval, longitudeLatitude, model, hourOfDay, oplus, point, record, sphere } from "../../src/index.ts";

const right = <A>(result: either.Either<unknown, A>): A => {
  if (either.isLeft(result)) throw new Error(String(result.left));
  return result.right;
};
const sentence = (result: either.Either<DiffeoError, unknown>): string => (either.isLeft(result) ? render(result.left) : "no error");

const weather = record({ where: [sphere(2).nsphere(), longitudeLatitude], hour: [circle().moebius(2), hourOfDay], wind: euclid(1).gauss(2), axes: sphere(2), share: interval(0, 5).spline() });
const row = { where: { lon: 90, lat: 0 }, hour: 6, wind: 12, axes: [0, 0, 1], share: 2 } as const;
/** What no compiler has seen. */
const unseen = (value: unknown) => weather.batch([row, value as typeof row]);

describe("a record", () => {
  it("joins its fields in their order", () => {
    expect(weather.flow.space).toBe("s2+s1+e1+s2+i_0_5");
    expect(weather.flow.tree).toEqual(oplus(sphere(2).nsphere(), circle().moebius(2), euclid(1).gauss(2), sphere(2), interval(0, 5).spline()).tree);
    expect(record({ x: euclid(1), y: euclid(2) }, { hidden: [7] }).flow.tree).toMatchObject({ tag: "oplus", options: { hidden: [7] } });
    expect(record({ wind: euclid(1), share: interval() }).names).toEqual(["wind", "share"]);
  });

  it("puts values through charts, and plain numbers as they are", () => {
    const { rows, count } = right(weather.batch([row]));
    expect([count, ...rows]).toEqual([1, 0, 1, 0, 0, 1, 12, 0, 0, 1, 2]);
  });

  it("does not care about the order of keys", () => {
    const turned = { share: 2, axes: [0, 0, 1], wind: 12, hour: 6, where: { lat: 0, lon: 90 } } as const;
    expect(right(weather.batch([turned]))).toEqual(right(weather.batch([row])));
  });

  it("gives back the rows it was given", () => {
    const rows = fc.record({ where: fc.record({ lon: fc.double({ min: -179, max: 179, noNaN: true }), lat: fc.double({ min: -89, max: 89, noNaN: true }) }), hour: fc.double({ min: 0, max: 23.99, noNaN: true }), wind: fc.double({ noNaN: true, noDefaultInfinity: true }), share: fc.double({ min: 0, max: 5, noNaN: true }) });
    fc.assert(fc.property(fc.array(rows.map((each) => ({ ...each, axes: [0, 0.6, 0.8] as const })), { maxLength: 5 }), (given) => {
      const back = weather.rows(right(weather.batch(given)));
      expect(back).toHaveLength(given.length);
      back.forEach((each, index) => {
        const { where, hour, ...rest } = given[index]!;
        expect(each).toMatchObject(rest);
        expect(each.hour).toBeCloseTo(hour, 10);
        expect(each.where.lon).toBeCloseTo(where.lon, 8);
        expect(each.where.lat).toBeCloseTo(where.lat, 8);
      });
    }));
  });

  it("has an io-ts codec", () => {
    const point = right(weather.codec.decode(row));
    expect(weather.codec.encode(point)).toEqual(row);
    const wrong = weather.codec.decode({ ...row, wind: "12" });
    expect(either.isLeft(wrong) && wrong.left[0]?.message).toBe('In field wind: received "12", expected a number.');
    expect(weather.codec.is(point)).toBe(true);
    expect(weather.codec.is(row)).toBe(false);
  });
});

describe("a row that is no point", () => {
  it.each([
    [{ ...row, wind: undefined }, "In row 2, field wind: received nothing, expected a number."],
    [{ ...row, wind: NaN }, "In row 2, field wind: received NaN, expected a finite number."],
    [{ ...row, wind: "3" }, 'In row 2, field wind: received "3", expected a number.'],
    [{ ...row, share: 6 }, "In row 2, field share: received 6, expected a number from 0 to 5."],
    [{ ...row, axes: [1, 1, 0] }, "In row 2, field axes: received (1, 1, 0) of length 1.414, expected a unit vector of 3 numbers."],
    [{ ...row, axes: [1, 0] }, "In row 2, field axes: received a list of 2 entries, expected a list of 3 numbers, a point of s2."],
    [{ ...row, where: { lon: 13 } }, "In row 2, field where: received nothing as lat, expected a record with the numbers lon, lat."],
    [{ ...row, where: 7 }, "In row 2, field where: received 7, expected a record with the numbers lon, lat."],
    [{ ...row, where: { lon: 13, lat: 95 } }, "In row 2, field where: received (13, 95), expected a point of s2: latitude 95 is outside -90 to 90 degrees."],
    [{ ...row, hour: 25 }, "In row 2, field hour: received 25, expected a point of s1: hour 25 is outside 0 to 24 hours."],
    [null, "In row 2: received null, expected a record with where, hour, wind, axes, share."],
    [{ ...row, where: Object.create({ lon: 1, lat: 2 }) }, "In row 2, field where: received nothing as lon, expected a record with the numbers lon, lat."],
    [Object.create(row), "In row 2, field where: received nothing, expected a record with the numbers lon, lat."],
  ])("%j", (value, text) => expect(sentence(unseen(value))).toBe(text));
});

it("rows are a list", () => {
  const given = (rows: unknown) => sentence(weather.batch(rows as never));
  expect(given(null)).toBe("received null, expected a list of rows, each a record with where, hour, wind, axes, share.");
  expect(given({ length: 1 })).toBe("received a record, expected a list of rows, each a record with where, hour, wind, axes, share.");
  expect(given([{ get where() { throw new Error("no"); } }])).toBe("received data that throw when they are read, expected plain data.");
  expect(sentence(unseen({ ...row, wind: () => "a\nfunction" }))).toBe("In row 2, field wind: received a function, expected a number.");
  const codec = weather.codec.decode(Object.defineProperty({}, "where", { get: () => { throw new Error("no"); } }));
  expect(either.isLeft(codec) && codec.left[0]?.message).toBe("received data that throw when they are read, expected plain data.");
});

describe("fields that do not fit, where the compiler could not see", () => {
  const wide = record as (fields: object) => unknown;
  it.each([
    [() => wide({ wind: [euclid(1), longitudeLatitude] }), "The chart of field wind writes points of s2, but its flow lives on e1."],
    [() => wide({ 7: euclid(1) }), "Field 7 has a number for a name, and numbers are put in order by size; name it otherwise."],
    [() => wide({ a: euclid(1).given("e1"), b: euclid(1).given("e2") }), "This flow is given e2, but the flow it joins is given e1; join flows of one condition."],
    [() => weather.rows(right(record({ x: euclid(1) }).batch([{ x: 1 }]))), "received a batch of e1, expected a batch of s2+s1+e1+s2+i_0_5."],
    [() => weather.over(model(record({ x: euclid(1) }).flow)), "received a model on e1, expected a model of this record's flow on s2+s1+e1+s2+i_0_5."],
  ])("%#: %s", (make, text) => expect(make).toThrow(text));
});

describe("a model over rows", () => {
  it("has the density and the samples of the model over points", () => {
    const own = model(weather.flow, { seed: 3 });
    const over = weather.over(own);
    const { rows, logProb } = over.sample(20, { seed: 5 });
    const drawn = own.sample(20, { seed: 5 });
    expect(rows).toEqual(weather.rows(drawn.points));
    expect(logProb).toEqual(drawn.logProb);
    right(over.logProb(rows)).forEach((each, index) => expect(each).toBeCloseTo(logProb[index]!, 8));
    expect(sentence(over.logProb([row, { ...row, share: -1 }]))).toBe("In row 2, field share: received -1, expected a number from 0 to 5.");
  });

  it("takes a condition where the flow has one", () => {
    const wind = record({ wind: euclid(1).affine().given("e2") });
    const own = wind.over(model(wind.flow, { seed: 1 }));
    const given = right(point("e2", [0.5, -1]));
    const { rows, logProb } = own.sample(4, { given, seed: 2 });
    expect(rows.map(({ wind: each }) => typeof each)).toEqual(Array(4).fill("number"));
    right(own.logProb(rows, { given })).forEach((each, index) => expect(each).toBeCloseTo(logProb[index]!, 10));
  });
});
