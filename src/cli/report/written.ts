/** The sections of a report in their order, and the page of those that can be written. */
import { anomaliesSection } from "./anomalies-section.ts";
import { auditSection } from "./audit-section.ts";
import { coverageSection } from "./coverage-section.ts";
import { fitSection } from "./fit-section.ts";
import { informationSection } from "./information-section.ts";
import { modelSection } from "./model-section.ts";
import { page, type Section } from "./page.ts";
import { densitySection, transportSection } from "./pictures-section.ts";
import { regionsSection } from "./regions-section.ts";
import type { Subject } from "./subject.ts";

/** A section, or why there is none. */
type Write = (subject: Subject) => Section | string | Promise<Section | string>;

const sections: readonly (readonly [name: string, write: Write])[] = [
  ["the model", modelSection],
  ["how well it fits a table", fitSection],
  ["coverage", coverageSection],
  ["the density", densitySection],
  ["regions", regionsSection],
  ["information", informationSection],
  ["from the base to the density", transportSection],
  ["the least likely rows", anomaliesSection],
  ["audit", auditSection],
];

export interface Writing {
  readonly title: string;
  readonly foot: string;
  readonly audit: boolean;
  readonly onSection: (name: string, index: number, count: number) => void;
}

export const written = async (subject: Subject, { title, foot, audit, onSection }: Writing): Promise<string> => {
  const found: (readonly [name: string, section: Section | string])[] = [];
  for (const [index, [name, write]] of sections.entries()) {
    onSection(name, index, sections.length);
    found.push([name, name === "audit" && !audit ? "it was not asked for" : await write(subject)]);
  }
  return page({
    title, foot,
    sections: found.flatMap(([, section]) => (typeof section === "string" ? [] : [section])),
    leftOut: found.flatMap(([name, section]) => (typeof section === "string" ? [`${name[0]!.toUpperCase()}${name.slice(1)}: ${section}.`] : [])),
  });
};
