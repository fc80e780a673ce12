/** The stages of a compiled program as text: what runs in which pass, which loops share a nest, what goes through memory. */
import { is, type Expr } from "../../expr/expr.ts";
import { isWhole, type Access } from "./access.ts";
import type { Compiled } from "./compile.ts";
import type { Item, Loops, Piece } from "./loops.ts";

export const printStages = (compiled: Compiled): string => {
  const names = new Map<Expr, string>();
  const nameOf = (node: Expr): string => {
    if (is(node, "variable")) return node.attributes.name;
    if (is(node, "constant")) return node.attributes.values.length <= 4 ? `[${Array.from(node.attributes.values).join(" ")}]` : `constant[${node.shape}]`;
    const known = names.get(node) ?? `%${names.size}`;
    names.set(node, known);
    return known;
  };
  const read = (access: Access): string => (isWhole(access) ? nameOf(access.base) : `${nameOf(access.base)}@${access.offset}(${access.strides})`);
  const item = ({ role, node, reads, target }: Item, stored: boolean): string => {
    const values = reads.map(read).join(", ");
    if (role === "store") return `  ${nameOf(node)}@${target!.offset} ← ${values}`;
    if (role === "accumulate") return `  ${nameOf(node)} += ${values}`;
    const verb = role === "element" ? node.op : `${role} ${node.op}`;
    return `  ${nameOf(node)}${stored ? " (stored)" : ""} = ${verb} ${values}`;
  };
  const piece = (each: Piece, loops: Loops, indent: string): readonly string[] => {
    if (each.form === "solve") {
      return [
        `${indent}root ${nameOf(each.node)} between ${read(each.lower)} and ${read(each.upper)}, until all lanes have converged:`,
        ...each.body.pieces.flatMap((inner) => piece(inner, each.body, `${indent}  `)),
        `${indent}  residual ${read(each.residual)}, slope ${read(each.slope)}`,
      ];
    }
    const over = each.reduction ? `, reducing ${each.reduction.length}${each.backward ? " backward" : ""}` : "";
    return [`${indent}for [${each.shape}]${over}`, ...each.items.map((own) => indent + item(own, loops.buffers.has(own.node)))];
  };
  const part = (title: string, loops: Loops): readonly string[] => (loops.pieces.length === 0 ? [] : [title, ...loops.pieces.flatMap((each) => piece(each, loops, "  "))]);
  return compiled.passes.flatMap(({ uniform, samples }, stage) => [
    ...part(`stage ${stage}, once per call`, uniform),
    ...part(`stage ${stage}, per block of ${compiled.simd.lanes * compiled.vectors} samples`, samples),
  ]).concat(`${compiled.functions} functions in ${compiled.linked.units.length} modules, ${compiled.linked.bytes} bytes; ${compiled.scratchBytes} bytes of scratch per block`).join("\n");
};
