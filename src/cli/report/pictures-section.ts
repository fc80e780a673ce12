/** Pictures of the density: all blocks, positions on the globe, and how the layers make each block. */
import { unsafe } from "../../error.ts";
import { parseSpace } from "../../manifold/space.ts";
import { globe } from "../../plot/globe.ts";
import { plot } from "../../plot/plot.ts";
import { staged } from "../../plot/transport/stage.ts";
import { transport } from "../../plot/transport/transport.ts";
import { looksOf } from "../block-looks.ts";
import { paragraph, picture } from "./html.ts";
import type { Section } from "./page.ts";
import { atCondition, openCondition, type Subject } from "./subject.ts";

/** Rows of a conditional model stand at conditions of their own, and are no observations of the density at one. */
const shownData = ({ data }: Subject): { readonly data?: NonNullable<Subject["data"]>["points"] } => (data && !data.given ? { data: data.points } : {});

const dotsSaid = (subject: Subject): string => `Dots are ${shownData(subject).data ? "rows of the table" : "samples of the model"}`;

/** As many as a page has room for. */
const mostAspects = 9;

export const densitySection = (subject: Subject): Section | string => {
  const open = openCondition(subject);
  if (open !== undefined) return open;
  const { file: { model }, mapping, names, coastlines, seed, condition } = subject;
  const shared = { seed, coastlines, ...shownData(subject), ...atCondition(subject) };
  const spheres = model.plan.blocks.flatMap(({ geometry }, block) => (geometry.spec === "s2" ? [block] : []));
  const at = condition ? ` at ${condition.said}` : "";
  return {
    id: "density", title: "The density",
    body: [
      paragraph(`${dotsSaid(subject)}; regions are the smallest that hold half and nine tenths of the model.`),
      picture(plot(model, { ...shared, blocks: looksOf(model, mapping?.columns ?? []), most: mostAspects, title: `All blocks${at}`, id: "corner-picture" }), "Every block alone on the diagonal, and with every other one below it"),
      ...spheres.map((block) => picture(globe(model, { ...shared, block, title: `${names[block]!}${at}`, id: `globe-${block + 1}-picture` }), `${names[block]!} on the globe: all steps of the shading hold equal shares of the model`)),
    ],
  };
};

export const transportSection = (subject: Subject): Section | string => {
  const open = openCondition(subject);
  if (open !== undefined) return open;
  const { file: { model }, mapping, names, animate, seed } = subject;
  const looks = looksOf(model, mapping?.columns ?? []);
  const body = model.plan.blocks.map(({ geometry }, block) => {
    const [own] = unsafe(parseSpace(geometry.spec));
    const labels = looks[block]?.labels;
    return staged(own!) ? picture(transport(model, { block, animate, seed, title: `${names[block]!}, layer by layer`, id: `transport-${block + 1}-picture`, ...(labels && { labels }), ...atCondition(subject) }), `${names[block]!}: an even grid of the base, and where the layers take it`)
      : paragraph(`${names[block]!}: the way of a block ${geometry.spec} has no picture.`);
  });
  return {
    id: "layers", title: "From the base to the density",
    body: [paragraph("What the layers of each block do, the blocks before it being held where the base has its middle."), ...body],
  };
};
