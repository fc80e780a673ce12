/** What the examples share: a fit with a bar, rows of a table, and where results go. */
import { mkdirSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { SingleBar } from "cli-progress";
import { fit, unsafe, type Fit, type FitData, type Flow, type Model } from "diffeo";
import { saveModel } from "diffeo/node";

export interface Training {
  readonly epochs: number;
  readonly rate: number;
  readonly patience: number;
  readonly seed: number;
}

/** A fit that shows how far it has come on standard error. */
export const fitted = async <S extends string>(label: string, flow: Flow<S>, data: FitData<NoInfer<S>>, options: Training): Promise<Fit<S, "e0">> => {
  const bar = new SingleBar({
    format: `${label} {bar} {percentage}% | loss {loss} | held out {heldOut} | rate {rate} | {left} s left`,
    barsize: 20, hideCursor: true, stream: process.stderr, noTTYOutput: true, notTTYSchedule: 5000,
  });
  bar.start(options.epochs, 0, { loss: "–", heldOut: "–", rate: "–", left: "–" });
  const result = unsafe(await fit(flow, data, {
    ...options,
    onProgress: ({ step, steps, loss, heldOut, rate, remaining }) =>
      bar.update((options.epochs * step) / steps, {
        loss: loss.toFixed(3), heldOut: heldOut.toFixed(3), rate: rate.toExponential(1), left: (remaining / 1000).toFixed(0),
      }),
  })());
  bar.update(options.epochs, { left: "0" });
  bar.stop();
  return result;
};

export const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((total, value) => total + value, 0);

export const mean = (values: ArrayLike<number>): number => sum(values) / values.length;

/** Of a mean. */
export const standardError = (values: ArrayLike<number>): number => {
  const middle = mean(values);
  return Math.sqrt(mean(Array.from(values, (value) => (value - middle) ** 2)) / values.length);
};

const radians = Math.PI / 180;

/** The point of the sphere at a longitude and latitude in degrees. */
export const unitVector = (lon: number, lat: number): readonly number[] => [
  Math.cos(lat * radians) * Math.cos(lon * radians), Math.cos(lat * radians) * Math.sin(lon * radians), Math.sin(lat * radians),
];

/** Cells side by side, the first one wide. */
export const row = (...cells: readonly string[]): string => cells.map((cell, at) => (at === 0 ? cell.padEnd(44) : cell.padStart(10))).join("");

/** Writes a model and its picture to the folder `out`, and says where. */
export const kept = async <S extends string>(name: string, model: Model<S>, picture: string): Promise<void> => {
  const out = new URL("../../out/", import.meta.url);
  mkdirSync(out, { recursive: true });
  const [modelFile, pictureFile] = [new URL(`${name}.json`, out), new URL(`${name}.svg`, out)];
  unsafe(await saveModel(fileURLToPath(modelFile), model)());
  writeFileSync(pictureFile, picture);
  console.log(`\nModel:   ${relative(process.cwd(), fileURLToPath(modelFile))}\nPicture: ${relative(process.cwd(), fileURLToPath(pictureFile))}`);
};
