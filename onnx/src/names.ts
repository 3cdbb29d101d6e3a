/** Hands out names that differ from all that are taken and from each other: the hint itself, else with a number. */
export function freshNames(taken: Iterable<string>): (hint: string) => string {
  const used = new Set(taken);
  const next = new Map<string, number>();
  return hint => {
    let name = hint;
    for (let count = next.get(hint) ?? 1; name === '' || used.has(name); count++) {
      name = `${hint}_${count}`;
      next.set(hint, count + 1);
    }
    used.add(name);
    return name;
  };
}
