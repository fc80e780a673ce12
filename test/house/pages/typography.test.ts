/** Sentences of docstrings as Markdown. */
import { expect, it } from "vitest";
import { set, setWords, table, type Setting } from "../../../docs/make/typography.ts";

it.each([
  ["Σ_k π_k σ(w_k)", "Σ<sub>k</sub> π<sub>k</sub> σ(w<sub>k</sub>)"],
  ["−Σ_{j<k} π_j", "−Σ<sub>j&lt;k</sub> π<sub>j</sub>"],
  ["e^(κ(c + 1)) and e^−G", "e<sup>κ(c + 1)</sup> and e<sup>−G</sup>"],
  ["(1 + d)^e, 2^n", "(1 + d)<sup>e</sup>, 2<sup>n</sup>"],
  ["R^(n+1), S_i′(u_i)", "R<sup>n+1</sup>, S<sub>i</sub>′(u<sub>i</sub>)"],
  ["exp_x(∇φ)", "exp<sub>x</sub>(∇φ)"],
  ["jammy_flows keeps its name", "jammy_flows keeps its name"],
  ["e<n>, i, i_<a>_<b> and s2; x < 1", "`e<n>`, `i`, `i_<a>_<b>` and `s2`; x &lt; 1"],
  ["circles s1, bounded intervals i", "circles `s1`, bounded intervals `i`"],
  ["arXiv:1906.04032, eq. 4", "[arXiv:1906.04032](https://arxiv.org/abs/1906.04032), eq. 4"],
  ["a * b * c", "a \\* b \\* c"],
])("sets %s", (text, expected) => {
  expect(setWords(text)).toBe(expected);
});

it("leaves code alone, and links the files that are there", () => {
  const setting: Setting = {
    root: new URL("../../../", import.meta.url),
    source: "src/bijectors/moebius.ts",
    page: "docs/layers/moebius.md",
  };
  expect(set("`a_b` x_i (`moebius/kernels.ts`, `nowhere.ts`)", setting)).toBe(
    "`a_b` x<sub>i</sub> ([`moebius/kernels.ts`](../../src/bijectors/moebius/kernels.ts), `nowhere.ts`)",
  );
});

it("keeps bars within cells", () => {
  expect(table(["a", "b"], [["|x|", "1"]])).toBe("| a | b |\n|---|---|\n| \\|x\\| | 1 |");
});
