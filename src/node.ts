/** diffeo/node: models and checkpoints as files, pictures as PNG. Apart, so that the core loads in a browser. */
export { loadModel, loadModelOf, saveModel } from "./model/file-io.ts";
export { loadCheckpoint, saveCheckpoint } from "./train/checkpoint-io.ts";
export { png, type PngOptions } from "./plot/png.ts";
