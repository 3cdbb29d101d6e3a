/** Longer names are compared by their beginnings: misspelt names are short, and cost must stay bounded. */
const LONGEST = 64;

/** Edits (insert, delete, replace, swap of neighbours) between two names; more than `most` counts as infinite. */
export function editDistance(a: string, b: string, most: number): number {
  const from = a.slice(0, LONGEST);
  const to = b.slice(0, LONGEST);
  if (Math.abs(from.length - to.length) > most) return Number.POSITIVE_INFINITY;
  let before: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, j) => j);
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    for (let j = 1; j <= to.length; j++) {
      const same = from[i - 1] === to[j - 1];
      const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      const best = Math.min(row[j - 1]! + 1, last[j]! + 1, last[j - 1]! + (same ? 0 : 1));
      row.push(swapped ? Math.min(best, before[j - 2]! + 1) : best);
    }
    if (Math.min(...row) > most) return Number.POSITIVE_INFINITY;
    before = last;
    last = row;
  }
  const distance = last[to.length]!;
  return distance <= most ? distance : Number.POSITIVE_INFINITY;
}

/** Of `names`, those that `name` may be a misspelling of, the likeliest first; case does not count. */
export function similar(name: string, names: Iterable<string>): string[] {
  const lower = name.toLowerCase();
  const most = name.length < 3 ? 0 : name.length < 6 ? 1 : name.length < 12 ? 2 : 3;
  const found: { readonly candidate: string; readonly distance: number }[] = [];
  for (const candidate of names) {
    const distance = editDistance(lower, candidate.toLowerCase(), most);
    if (distance <= most) found.push({ candidate, distance });
  }
  return found.sort((a, b) => a.distance - b.distance).map(({ candidate }) => candidate);
}
