/**
 * The options beside the letters of `parse`: a record by letter and by number, counted from 1. What is said of a letter
 * holds for all its layers, what is said within a block goes before it there, what is said of one layer goes before both,
 * name by name; so too for the networks that predict blocks.
 *
 *     parse("e2+s1", "gg+m", {
 *       g: { kernels: 12 }, // all layers g
 *       1: { 2: { rotation: "none" } }, // layer 2 of block 1
 *       2: { m: { kernels: 3 }, network: { hidden: [32, 32] } }, // the layers m of block 2, and what predicts block 2
 *       network: { activation: "tanh" }, // what predicts any block
 *     });
 *
 * Here is what the compiler says of such a record; `parse-choice.ts` reads it at run time.
 */
import type { OptionsOf } from "../bijectors/bijector.ts";
import type { Letter, Letters } from "../bijectors/letters.ts";
import type { NetworkOptions } from "../bijectors/network.ts";
import type { Registry } from "../bijectors/registry.ts";
import type { Split, Wide } from "../manifold/space.ts";
import type * as say from "./sentences.ts";

/** An open record: what fits nowhere passes it and meets its sentence in `Fitted`. */
type Open = { readonly [name: string]: unknown };

type OfLetter<C extends Letter> = Readonly<OptionsOf<Registry[C]>>;
type OfNetwork = Readonly<Partial<NetworkOptions>>;

type Occurring<L extends string, Done = never> = L extends `${infer C}${infer Rest}` ? Occurring<Rest, Done | C> : Done & Letter;

/** Groups and letters stand in lists after an empty string, so that their indices count from 1. */
type Groups<L extends string> = Split<L, [""]>;
type Characters<G extends string, Done extends readonly string[] = [""]> =
  G extends `${infer C}${infer Rest}` ? Characters<Rest, [...Done, C]> : Done;
type Numbers<List extends readonly string[]> = Exclude<keyof List & `${bigint}`, "0">;
type At<List extends readonly string[], K> = `${K & Key}` extends infer N extends Numbers<List> ? List[N] & string : never;
type Last<List extends readonly string[]> = List extends readonly [string, ...infer Rest] ? Rest["length"] : never;

type Key = string | number;

/** What may be said of the layers `L`: the names that an editor offers, and the types of their values. */
export type FlowOptions<L extends string> = true extends Wide<L> ? Open : OfFlow<L, Groups<L>>;

type OfFlow<L extends string, Gs extends readonly string[]> =
  & { readonly [C in Occurring<L>]?: OfLetter<C> & Open }
  & { readonly [K in Numbers<Gs>]?: OfBlock<At<Gs, K>, Characters<At<Gs, K>>, K> & Open }
  & (Gs["length"] extends 2 ? Open : { readonly network?: OfNetwork & Open } & Open);

type OfBlock<G extends string, Cs extends readonly string[], K> =
  & { readonly [C in Occurring<G>]?: OfLetter<C> & Open }
  & { readonly [I in Numbers<Cs>]?: OfLetter<At<Cs, I> & Letter> & Open }
  & (K extends "1" ? Open : { readonly network?: OfNetwork & Open });

/** What was said, with a sentence in the place of what fits nowhere; of a record whose names are not known, the run time says it. */
export type Fitted<L extends string, O> = true extends Wide<L> ? unknown : string extends keyof O ? unknown : { readonly [K in keyof O]: InFlow<L, Groups<L>, K, O[K]> };

type InFlow<L extends string, Gs extends readonly string[], K, V> =
  K extends Occurring<L> ? Taken<OfLetter<K>, Letters[K]["name"], V>
  : K extends "network" ? Gs["length"] extends 2 ? say.NoNetwork : Taken<OfNetwork, "the network", V>
  : [At<Gs, K>] extends [never] ? say.StrayInFlow<K & Key, L, Last<Gs>>
  : { readonly [I in keyof V]: InBlock<At<Gs, K>, Characters<At<Gs, K>>, `${K & Key}`, I, V[I]> };

type InBlock<G extends string, Cs extends readonly string[], Position extends string, I, V> =
  I extends Occurring<G> ? Taken<OfLetter<I>, Letters[I]["name"], V>
  : I extends "network" ? Position extends "1" ? say.NoNetwork : Taken<OfNetwork, "the network", V>
  : [At<Cs, I>] extends [never] ? say.StrayInBlock<I & Key, Position, G, Last<Cs>>
  : At<Cs, I> extends infer C extends Letter ? Taken<OfLetter<C>, Letters[C]["name"], V> : never;

/** The record itself where the owner takes all its names. */
type Taken<Options, Owner extends string, V> =
  [Exclude<keyof V, keyof Options>] extends [never] ? V : say.UnknownOption<Exclude<keyof V, keyof Options> & string, Owner>;
