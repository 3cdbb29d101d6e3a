import { DistillError } from '../errors.ts';
import { shuffled } from '../random.ts';

export type Side = 'train' | 'held-out';

/** A recorded input, as far as splitting cares. */
export interface Splittable {
  readonly source: string;
  /** Whether the teacher found something there that nobody's drawn boxes contradict. */
  readonly found: boolean;
}

/**
 * Which sources are held out: a third of those on which the teacher found something, at least one, and a third of the
 * others. All that shares a source is on one side.
 * @throws DistillError where nothing was found, or on one source only, since nothing would be left to judge by
 */
export function heldOutSources(items: readonly Splittable[], seed: number, thing: string): ReadonlySet<string> {
  const sources = [...new Set(items.map(({ source }) => source))].sort();
  const having = sources.filter(source => items.some(item => item.source === source && item.found));
  const rest = sources.filter(source => !having.includes(source));
  if (having.length < 2)
    throw new DistillError(
      'data',
      having.length === 0
        ? `the teacher found no ${thing} on ${items.length === 1 ? 'the one input' : `any of ${items.length} inputs`}`
        : `the teacher found a ${thing} on one source of photos only, so that either nothing could be learnt or nothing judged`,
      `Add photos that show a ${thing}, from at least two sources`,
      'data',
    );
  const third = (list: readonly string[], least: number) =>
    shuffled(list, seed).slice(0, Math.max(least, Math.round(list.length / 3)));
  return new Set([...third(having, 1), ...third(rest, 0)]);
}
