/** The stages of a compiled program as text: what runs in which pass, which loops share a nest, what goes through memory. */
import { constantValue, is, type Expr } from "../../expr/expr.ts";
import { isWhole, type Access } from "./access.ts";
import type { Compiled } from "./compile.ts";
import type { Item, Loops, Piece, Transfer } from "./pieces.ts";

export const printStages = (compiled: Compiled): string => {
  const names = new Map<Expr, string>();
  const nameOf = (node: Expr): string => {
    if (is(node, "variable")) return node.attributes.name;
    const same = constantValue(node);
    if (same !== undefined) return `${same}`;
    if (is(node, "constant")) return node.attributes.values.length <= 4 ? `[${Array.from(node.attributes.values).join(" ")}]` : `constant[${node.shape}]`;
    const known = names.get(node) ?? `%${names.size}`;
    names.set(node, known);
    return known;
  };
  const read = (access: Access): string => (isWhole(access) || constantValue(access.base) !== undefined ? nameOf(access.base) : `${nameOf(access.base)}@${access.offset}(${access.strides})`);
  const item = ({ role, node, reads, target }: Item, stored: boolean): string => {
    const values = reads.map(read).join(", ");
    if (role === "store") return `  ${nameOf(node)}@${target!.offset} ← ${values}`;
    if (role === "accumulate") return `  ${nameOf(node)} += ${values}`;
    if (role === "keep") return `  keep ${values}`;
    const verb = role === "element" ? node.op : `${role} ${node.op}`;
    return `  ${nameOf(node)}${stored ? " (stored)" : ""} = ${verb} ${values}`;
  };
  const piece = (each: Piece, loops: Loops, indent: string): readonly string[] => {
    if (each.form === "steps") {
      const moves = (title: string, list: readonly Transfer[]): readonly string[] => list.map(({ from, to }) => `${indent}  ${title} ${read(to)} ← ${read(from)}`);
      const { length, reverse } = each.node.attributes;
      return [
        `${indent}scan ${nameOf(each.node)}, ${length} steps${reverse ? " backward" : ""}:`,
        ...moves("start", each.starts), ...moves("row", each.rows),
        ...each.body.pieces.flatMap((inner) => piece(inner, each.body, `${indent}  `)),
        ...moves("record", each.records), ...moves("aside", each.aside), ...moves("next", each.next),
      ];
    }
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
  const { phases } = compiled.schedule;
  return phases.flatMap(({ uniform, samples, contractions }, at) => [
    ...part(`phase ${at}, once per call`, uniform),
    ...part(`phase ${at}, per block of ${compiled.layout.block} samples`, samples),
    ...contractions.map(({ sum, left, right }) => `  at the end of a chunk of ${compiled.layout.phases[at]!.chunk} samples: ${nameOf(sum)} [${sum.shape}] += ${nameOf(left)}${right ? ` × ${nameOf(right)}` : ""}`),
  ]).concat(`${compiled.module.count} functions; ${compiled.layout.scratchBytes} bytes of temporaries per block`).join("\n");
};
