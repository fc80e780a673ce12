/** The options of the networks of a join, condition or rate, checked; a programmer's mistake in them is thrown with its sentence. */
import { decodeNetworkOptions, type NetworkOptions } from "../bijectors/network.ts";
import { unsafe } from "../error.ts";

export const joinOptions = (join: "oplus" | "given" | "withRate", options: Partial<NetworkOptions>): NetworkOptions =>
  unsafe(decodeNetworkOptions(join, options));
