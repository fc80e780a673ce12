/** The storms of `storms_noaa.csv`, with the steps of the instruments spread out. */
import { random } from "diffeo";
import { readTable } from "./table.ts";

export interface Storm {
  /** With the year. */
  readonly name: string;
  readonly lon: number;
  readonly lat: number;
  /** Of the year, from 0. */
  readonly day: number;
  /** Knots. */
  readonly wind: number;
  /** hPa. */
  readonly pressure: number;
}

export const readStorms = (seed: number): readonly Storm[] => {
  const source = random(seed, "dequantise");
  const spread = (value: string | undefined, step: number): number => Number(value) + step * (source.uniform() - 0.5);
  return readTable("storms_noaa.csv").map((row) => ({
    name: `${row["name"]} ${row["year"]}`,
    lon: spread(row["lon"], 0.1),
    lat: spread(row["lat"], 0.1),
    day: spread(row["doy"], 0.25) - 1,
    wind: spread(row["wind_kt"], 5),
    pressure: spread(row["pressure_hpa"], 1),
  }));
};

/** About a fifth of the storms, drawn by name, to be kept from a fit. */
export const isUnseen = (storms: readonly Storm[], seed: number): ((storm: Storm) => boolean) => {
  const source = random(seed, "unseen");
  const unseen = new Set([...new Set(storms.map(({ name }) => name))].filter(() => source.uniform() < 0.2));
  return ({ name }) => unseen.has(name);
};
