import { it } from "vitest";
import { prove } from "./claim.ts";
import { modelLaws } from "./model/laws.ts";
  it("all", () => {
    for (const c of modelLaws()) {
      const errors: number[] = [];
      const p = prove(c, { cases: 500, shrink: false, listen: (_, v) => errors.push(v.error) });
      console.log(c.subject, c.name, p.error, p.seconds, p.cases, errors.sort((a, b) => b - a).slice(0, 20).map((e) => e.toPrecision(2)).join(" "));
      if (!p.holds) console.log(p.report!.slice(0, 2000));
    }
  }, 400000);
