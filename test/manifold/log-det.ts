/** log |det| of a square matrix by elimination with row exchanges: what the tests check volumes with. */
export const logDet = (matrix: readonly (readonly number[])[]): number => {
  const rows = matrix.map((each) => [...each]);
  let sum = 0;
  rows.forEach((_, pivot) => {
    const best = rows.reduce((found, each, index) => (index > pivot && Math.abs(each[pivot]!) > Math.abs(rows[found]![pivot]!) ? index : found), pivot);
    [rows[pivot], rows[best]] = [rows[best]!, rows[pivot]!];
    const [own, ...below] = rows.slice(pivot);
    sum += Math.log(Math.abs(own![pivot]!));
    for (const each of below) {
      const factor = each[pivot]! / own![pivot]!;
      for (let column = pivot; column < each.length; column++) each[column]! -= factor * own![column]!;
    }
  });
  return sum;
};
