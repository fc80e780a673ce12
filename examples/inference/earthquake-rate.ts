/**
 * How many, and where: Poisson processes whose rate and density depend on the time.
 *
 * Events come in sets, here hours, under a condition c. How many a set has is Poisson with mean λ(c) × exposure, and where each
 * is has the density p(x | c): a set of n events has the log-likelihood Σ ln (λ p(xᵢ)) − λ × exposure. `withRate` gives a
 * flow the network of ln λ, and `fitSets` fits both.
 *
 * First a process that is known. The condition is the hour of the day, an angle φ: ln λ = a + b cos(φ − φ₀), and the direction of an
 * event is von Mises–Fisher of concentration κ about a center that goes round with the hour. Rate and density are compared
 * with the truth: its coefficients, and the divergence from it of the direction and of the whole process, by fresh sets.
 *
 * Then a week of the USGS catalogue (`examples/data`), where the time is days since it began. The counts of days scatter about
 * their mean with χ² near 6 if there is one rate: those of magnitude 2.5 and more do, those of smaller ones do not, until a rate
 * that is adequate brings χ² down. At a maximum of the likelihood, expected and observed numbers agree in total. On 4
 * February 2018 earthquakes began off Hualien, Taiwan, up to magnitude 6.4 two days later: weeks that the model draws should have
 * none there before, and about as many after.
 */
import { batchOf, eventSetsBy, fitSets, point, random, sphere, unsafe, withRate, type Batch } from "diffeo";
import { curvesPanel, figure, mapPanel } from "diffeo/plot";
import { readTable } from "../data/table.ts";
import { mean, standardError, sum, unitVector } from "../run.ts";
import { example, type Figure } from "./example.ts";

const seed = 1;
const turn = 2 * Math.PI;
const of = <S extends "s1" | "s2" | "e1">(spec: S, rows: readonly number[]) => unsafe(batchOf<string>(spec, Float64Array.from(rows))) as Batch<S>; // the spec that was asked for
const around = (angles: readonly number[]) => of("s1", angles.flatMap((angle) => [Math.cos(angle), Math.sin(angle)]));
const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at);

// ---- a process that is known

const truth = { mean: Math.log(3), swing: 0.8, peak: 2, concentration: 8, slant: Math.PI / 3 } as const;
const logRate = (angle: number): number => truth.mean + truth.swing * Math.cos(angle - truth.peak);
const center = (angle: number): readonly [number, number, number] => [Math.sin(truth.slant) * Math.cos(angle), Math.sin(truth.slant) * Math.sin(angle), Math.cos(truth.slant)];
const logDensity = (angle: number, x: ArrayLike<number>): number => {
  const { concentration: kappa } = truth;
  return kappa * (sum(center(angle).map((each, at) => each * x[at]!)) - 1) + Math.log(kappa / turn / -Math.expm1(-2 * kappa));
};

/** A direction about the center: its height by the inverse of the distribution function (Ulrich 1984), then any azimuth. */
const direction = (angle: number, { uniform }: ReturnType<typeof random>): readonly number[] => {
  const { concentration: kappa, slant } = truth;
  const height = 1 + Math.log1p(uniform() * Math.expm1(-2 * kappa)) / kappa;
  const [azimuth, side] = [turn * uniform(), Math.sqrt(1 - height ** 2)];
  const [south, east] = [side * Math.cos(azimuth), side * Math.sin(azimuth)];
  const across = height * Math.sin(slant) + south * Math.cos(slant);
  return [across * Math.cos(angle) - east * Math.sin(angle), across * Math.sin(angle) + east * Math.cos(angle), height * Math.cos(slant) - south * Math.sin(slant)];
};

/** The hours of some days; a Poisson process has its number of events by waiting times that are exponential. */
const simulated = (days: number, purpose: string) => {
  const source = random(seed, purpose);
  const angles = upTo(24 * days).map((hour) => (turn * (hour % 24)) / 24);
  const counts = angles.map((angle) => {
    let [count, waited] = [-1, 0];
    for (const rate = Math.exp(logRate(angle)); waited < 1; count++) waited -= Math.log(source.uniform()) / rate;
    return count;
  });
  const own = angles.flatMap((angle, set) => Array<number>(counts[set]!).fill(angle));
  const points = of("s2", own.flatMap((angle) => direction(angle, source)));
  return { angles, own, data: { points, counts }, given: around(angles) };
};

const known = async (days: number, epochs: number, within: number) => {
  const { data, given, own } = simulated(days, "seen");
  const flow = withRate(sphere(2).zoom().given("s1", { hidden: [8] }), { hidden: [8] });
  const { model } = unsafe(await fitSets(flow, data, { given, epochs, heldOut: 0, seed })());
  const angles = upTo(96).map((at) => (turn * at) / 96);
  const found = model.logRate({ given: around(angles) });
  const [cosine, sine] = [Math.cos, Math.sin].map((wave) => sum(angles.map((angle, at) => (found[at]! * wave(angle)) / 48))) as [number, number];

  const fresh = simulated(days, "fresh");
  const logProb = model.logProb(fresh.data.points, { given: around(fresh.own) });
  const directions = fresh.own.map((angle, event) => logDensity(angle, fresh.data.points.rows.subarray(3 * event, 3 * event + 3)));
  const likelihoods = model.logLikelihood(fresh.data, { given: fresh.given });
  let event = 0;
  const processes = fresh.angles.map((angle, set) => {
    const count = fresh.data.counts[set]!;
    return count * logRate(angle) - Math.exp(logRate(angle)) + sum(directions.slice(event, (event += count)));
  });
  const error = Math.sqrt(2 / own.length);
  const figures: readonly Figure[] = [
    { name: "known process: mean of ln λ", found: sum(found) / 96, error, known: truth.mean, within: 4 * error },
    { name: "… its swing", found: Math.hypot(cosine, sine), error, known: truth.swing, within: 4 * error },
    { name: "… the hour angle of its peak", found: Math.atan2(sine, cosine), error: error / truth.swing, known: truth.peak, within: (4 * error) / truth.swing },
    average("… divergence of an event's direction (nats)", directions.map((each, at) => each - logProb[at]!), within),
    average("… divergence of an hour of the process (nats)", processes.map((each, set) => each - likelihoods[set]!), 4 * within),
  ];
  const panel = curvesPanel({
    size: { width: 440, height: 320 }, title: "A known process", xLabel: "hour of the day", yLabel: "events per hour", xSpan: [0, 24],
    description: "The rate that was found and the true one, by the hour.",
    dots: { points: upTo(24).map((hour) => [hour, sum(data.counts.filter((_, set) => set % 24 === hour)) / days] as const), label: "mean of the counts" },
    guide: { points: upTo(97).map((at) => [at / 4, Math.exp(logRate((turn * at) / 96))] as const), label: "true rate" },
    curves: [{ points: upTo(97).map((at) => [at / 4, Math.exp(found[at % 96]!)] as const), label: "rate of the model" }],
  });
  return { figures, panel };
};

const average = (name: string, values: readonly number[], within: number): Figure =>
  ({ name, found: mean(values), error: standardError(values), known: 0, within, digits: 4 });

// ---- a week of earthquakes

interface Quake {
  readonly days: number;
  readonly lon: number;
  readonly lat: number;
  readonly magnitude: number;
}

const readQuakes = (): readonly Quake[] => {
  const rows = readTable("earthquakes_usgs_week.csv");
  const began = Math.min(...rows.map((row) => Number(row["time_ms"])));
  return rows.map((row) => ({ days: (Number(row["time_ms"]) - began) / 86_400_000, lon: Number(row["lon"]), lat: Number(row["lat"]), magnitude: Number(row["mag"]) }));
};

const lonLat = ({ count, rows }: Batch<"s2">): readonly Pick<Quake, "lon" | "lat">[] =>
  upTo(count).map((at) => ({ lon: Math.atan2(rows[3 * at + 1]!, rows[3 * at]!) * (360 / turn), lat: Math.asin(rows[3 * at + 2]!) * (360 / turn) }));
const nearTaiwan = ({ lon, lat }: Pick<Quake, "lon" | "lat">): boolean => lon > 119 && lon < 124 && lat > 21 && lat < 27;
const inAlaska = ({ lon, lat }: Pick<Quake, "lon" | "lat">): boolean => lat > 50 && (lon < -130 || lon > 170);

/** χ² of counts against what was expected. */
const chiSquare = (observed: readonly number[], expected: readonly number[]): number => sum(observed.map((each, at) => (each - expected[at]!) ** 2 / expected[at]!));
const byDay = (values: readonly number[]): readonly number[] => upTo(7).map((day) => sum(values.slice(24 * day, 24 * (day + 1))));

/** The hours of the catalogue, of which the last one is not whole. */
const length = Math.max(...readQuakes().map(({ days }) => days));
const hours = upTo(Math.ceil(24 * length));
const exposure = hours.map((hour) => Math.min(1, 24 * length - hour));
const given = of("e1", hours.map((hour) => (hour + exposure[hour]! / 2) / 24));
const hourOf = ({ days }: Quake): number => Math.min(hours.length - 1, Math.floor(24 * days));

const processOf = async (name: string, quakes: readonly Quake[], layers: number, epochs: number) => {
  const sets = eventSetsBy(of("s2", quakes.flatMap(({ lon, lat }) => unitVector(lon, lat))), quakes.map(hourOf), hours);
  const flow = withRate(sphere(2).nsphere(layers, { bins: 8 }).given("e1", { hidden: [8] }), { hidden: [16] });
  const { model, split } = unsafe(await fitSets(flow, { ...sets, exposure }, { given, epochs, rate: 0.003, batch: 64, patience: epochs, heldOut: 0.2, seed })());
  const rates = Array.from(model.logRate({ given }), Math.exp);
  const expected = rates.map((rate, hour) => rate * exposure[hour]!);
  const counts = Array.from(sets.counts);
  const constant = exposure.map((each) => (each * quakes.length) / sum(exposure));
  const [trained, seen] = [expected, counts].map((values) => sum(Array.from(split.train, (hour) => values[hour]!))) as [number, number];
  const figures: readonly Figure[] = [
    { name: `${name}: events expected in the hours of the fit`, found: trained, error: Math.sqrt(trained), known: seen, within: Math.sqrt(seen) / 2, digits: 1 },
    { name: "… χ² of 7 days, one rate", found: chiSquare(byDay(counts), byDay(constant)), known: 6, digits: 1 },
    { name: "… χ² of 7 days, the rate of the model", found: chiSquare(byDay(counts), byDay(expected)), known: 6, within: 3 * Math.sqrt(12), digits: 1 },
  ];
  return { model, figures, rates, counts };
};

const week = async (layers: number, epochs: number, weeks: number) => {
  const quakes = readQuakes();
  const [small, large] = [quakes.filter(({ magnitude }) => magnitude < 2.5), quakes.filter(({ magnitude }) => magnitude >= 2.5)];
  const few = await processOf("magnitude 2.5 and more", large, layers, epochs);
  const many = await processOf("smaller ones", small, 1, 40);

  // Weeks as the model draws them: each hour as often.
  const drawn = few.model.sampleSets(weeks, { given, exposure: exposure.flatMap((each) => Array<number>(weeks).fill(each)), seed });
  const hourDrawn = Array.from(drawn.counts).flatMap((count, set) => Array<number>(count).fill(Math.floor(set / weeks)));
  const places = lonLat(drawn.points);
  const regional = (name: string, within: (place: Pick<Quake, "lon" | "lat">) => boolean): readonly Figure[] => [0, 1].map((part) => {
    const inPart = (hour: number): boolean => hour >= hours.length / 2 === (part === 1);
    const observed = large.filter((quake) => inPart(hourOf(quake)) && within(quake)).length;
    const found = places.filter((place, at) => inPart(hourDrawn[at]!) && within(place)).length / weeks;
    return { name: `… drawn by the model: ${name}, ${["first", "second"][part]} half`, found, error: Math.sqrt(found), known: observed, within: 3 * Math.sqrt(observed + 1), digits: 1 };
  });

  const size = { width: 440, height: 320 };
  const xLabel = "days since 31 January 2018, 01:50 UTC";
  const sixHours = upTo(28).map((part) => hours.slice(6 * part, 6 * (part + 1)));
  const meanOf = (counts: readonly number[]) => sixHours.map((part) => [(part[0]! + part.length / 2) / 24, sum(part.map((hour) => counts[hour]!)) / sum(part.map((hour) => exposure[hour]!))] as const);
  const curveOf = (values: readonly number[]) => values.map((each, hour) => [given.rows[hour]!, each] as const);
  const rate = curvesPanel({
    size, title: "A week of earthquakes: how many", xLabel, yLabel: "events per hour", xSpan: [0, 7], ySpan: [0, 13],
    description: "Counts of the catalogue and rates of the models, for small and for larger earthquakes.",
    dots: { points: [...meanOf(few.counts), ...meanOf(many.counts)], label: "mean of the counts" },
    curves: [{ points: curveOf(few.rates), label: "rate of the model" }, { points: curveOf(many.rates), label: "of earthquakes below magnitude 2.5" }],
  });
  const share = (day: number): number => 100 * mean(lonLat(few.model.sample(4000, { given: unsafe(point("e1", [day])), seed }).points).map((place) => (nearTaiwan(place) ? 1 : 0)));
  const offTaiwan = curvesPanel({
    size: { width: 320, height: 320 }, title: "Magnitude ≥ 2.5 near Taiwan", xLabel, yLabel: "per cent of the events", xSpan: [0, 7],
    description: "Share of the events in a box about Taiwan by day, and the probability of that box by the model.",
    dots: { points: upTo(7).map((day) => [day + 0.5, 100 * mean(large.filter(({ days }) => Math.floor(days) === day).map((quake) => (nearTaiwan(quake) ? 1 : 0)))] as const), label: "share of a day's events" },
    curves: [{ points: upTo(29).map((at) => [at / 4, share(at / 4)] as const), label: "probability by the model" }],
  });
  const map = mapPanel({
    size: { width: 560, height: 320 }, title: "… and everywhere, on the last day", levels: [0.9], perEdge: 90, points: large.filter(({ days }) => days > 6).map(({ lon, lat }) => [lon, lat] as const),
    logDensity: (lon, lat) => few.model.logProb(of("s2", Array.from(lon).flatMap((each, at) => unitVector(each, lat[at]!))), { given: unsafe(point("e1", [6.5])) }),
  });
  return { figures: [...few.figures, ...regional("near Taiwan", nearTaiwan), ...regional("Alaska", inAlaska), ...many.figures], panels: [rate, offTaiwan, map] as const };
};

export default example({
  title: "Poisson processes: how many events, and where",
  known: "the process that was simulated; the counts of the catalogue; χ² has its degrees of freedom for a mean",
  full: { days: 500, epochs: 20, within: 0.002, layers: 4, weekEpochs: 200, weeks: 200 },
  quick: { days: 20, epochs: 20, within: 0.015, layers: 4, weekEpochs: 200, weeks: 20 },
  run: async ({ days, epochs, within, layers, weekEpochs, weeks }) => {
    const [first, { figures, panels: [rate, offTaiwan, map] }] = [await known(days, epochs, within), await week(layers, weekEpochs, weeks)];
    return {
      figures: [...first.figures, ...figures],
      picture: figure({
        title: "How many, and where: Poisson processes whose rate depends on the time",
        rows: [[first.panel, rate], [offTaiwan, map]],
        note: "Data: USGS. Coastlines: Natural Earth.",
      }),
    };
  },
});
