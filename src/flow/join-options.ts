/** The options of a join or condition, checked; a programmer's mistake in them is thrown with its sentence. */
import { networkFields, type NetworkOptions } from "../bijectors/network.ts";
import { decodeOptions } from "../bijectors/options.ts";
import { unsafe } from "../error.ts";

export const joinOptions = (join: "oplus" | "given", options: Partial<NetworkOptions>): NetworkOptions =>
  unsafe(decodeOptions(join, networkFields, options));
