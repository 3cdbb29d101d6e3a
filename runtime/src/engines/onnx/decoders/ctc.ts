import type { Decoder } from '@vprog/language';
import type { RawOutputs } from '../engine.ts';
import { shaped } from './shape.ts';

type Ctc = Extract<Decoder, { kind: 'ctc' }>;

/**
 * The text of a line: the best class of each step, without repeats and without the blank (class 0). Class k is
 * `symbols[k - 1]`, and the one after the last symbol is the space. The score is the mean probability of the classes
 * kept, 0 for no text.
 */
export function decodeCtc(
  decoder: Ctc,
  raw: RawOutputs,
  symbols: readonly string[],
): { readonly text: string; readonly score: number } {
  const classes = symbols.length + 2;
  const { data, dims } = shaped(raw, decoder.probabilities, [1, undefined, classes]);
  let [text, sum, count, last] = ['', 0, 0, 0];
  for (let step = 0; step < dims[1]!; step++) {
    const at = step * classes;
    let best = 0;
    for (let k = 1; k < classes; k++) if (data[at + k]! > data[at + best]!) best = k;
    if (best !== 0 && best !== last) {
      text += symbols[best - 1] ?? ' ';
      sum += data[at + best]!;
      count++;
    }
    last = best;
  }
  return { text, score: count === 0 ? 0 : sum / count };
}
