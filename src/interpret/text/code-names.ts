/**
 * The names of layers in code. Those of the library are its exports. A layer of the caller's own is called what it calls
 * itself, as far as that is an identifier that nothing else has; where it is not, a letter or number makes it one.
 */
import type { AnyDefinition } from "../../bijectors/bijector.ts";
import { isLetter, type Letter } from "../../bijectors/letters.ts";
import { registry } from "../../bijectors/registry.ts";

/** Layers that act elsewhere under one name are exported under several. */
const exported: { readonly [L in Letter]?: string } = { x: "identityEuclidean", y: "identitySphere", z: "identityInterval", M: "moebiusSphere" };

/** The name under which the library exports each of its layers. */
export const libraryNames: ReadonlyMap<AnyDefinition, string> = new Map(
  Object.entries(registry).map(([letter, { definition }]) => [definition, (isLetter(letter) && exported[letter]) || definition.name]),
);

/** What code of flows is made of, beside layers. */
export const words = ["circle", "classes", "compose", "euclid", "halfLine", "interval", "invert", "oplus", "oplusWith", "otimes", "simplex", "sphere", "withRate"] as const;
export type Word = (typeof words)[number];

const reserved: readonly string[] =
  ("arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if implements import in " +
    "Infinity instanceof interface let NaN new null package private protected public return static super switch this throw true try typeof undefined var void while with yield").split(" ");

/** The names of definitions that are not the library's. */
export const ownNames = (definitions: readonly AnyDefinition[]): ReadonlyMap<AnyDefinition, string> => {
  const taken = new Set([...libraryNames.values(), ...words, ...reserved]);
  const own = [...new Set(definitions)].filter((definition) => !libraryNames.has(definition));
  return new Map(own.map((definition) => {
    const called = free(identifier(definition.name), taken);
    taken.add(called);
    return [definition, called];
  }));
};

/** The name itself or, where that is taken, the first of name2, name3, … that is not. */
const free = (name: string, taken: ReadonlySet<string>, number = 1): string => {
  const candidate = number === 1 ? name : `${name}${number}`;
  return taken.has(candidate) ? free(name, taken, number + 1) : candidate;
};

/** What a name says without blanks and signs: `my layer` is `myLayer`. */
const identifier = (name: string): string => {
  const joined = name.replace(/^[^\p{ID_Continue}$]+|[^\p{ID_Continue}$]+$/gu, "").replace(/[^\p{ID_Continue}$]+(.)/gu, (_, next: string) => next.toUpperCase());
  return joined === "" ? "layer" : /^[\p{ID_Start}$_]/u.test(joined) ? joined : `_${joined}`;
};
