import { type Analysis, check, type Environment, type ModelCard, parse, resolveEnvironment } from '@vprog/language';

/** A detector with four labels: enough for every feature that reads labels or describes a model. */
const detector: ModelCard = {
  id: 'nanodet',
  title: 'Small detector',
  capability: 'detect',
  file: { path: 'model.onnx', sha256: '0'.repeat(64), bytes: 15_272_079 },
  licence: { spdx: 'Apache-2.0', copyright: 'Its authors', source: 'https://example.org/detector' },
  goodFor: 'Large, plain objects.',
  limits: 'Misses small ones.',
  labels: ['person', 'cat', 'dog', 'car'],
  input: {
    name: 'image',
    layout: 'NCHW',
    channels: 'RGB',
    fit: { kind: 'letterbox', width: 416, height: 416 },
    scale: 1,
    mean: [0, 0, 0],
    std: [1, 1, 1],
  },
  decoder: { kind: 'boxes', scores: 'scores', boxes: 'boxes', threshold: 0.4, nms: 0.5 },
};

export const environment: Environment = resolveEnvironment({ cards: [detector], present: () => true }).environment;

export interface Fixture {
  readonly analysis: Analysis;
  readonly environment: Environment;
  readonly text: string;
  /** Where `|` stood; the end of the text where it has none. */
  readonly offset: number;
}

/** Analyses `marked` without its cursor mark. The mark is the last `|` of the text, or `$0` where a program needs its `|`. */
export function fixture(marked: string): Fixture {
  const mark = marked.includes('$0') ? '$0' : '|';
  const at = marked.lastIndexOf(mark);
  const text = at < 0 ? marked : marked.slice(0, at) + marked.slice(at + mark.length);
  return { analysis: check(parse(text), environment), environment, text, offset: at < 0 ? text.length : at };
}

/** The texts at `spans`, each with its line from one: `2:BOX0`. */
export const places = (text: string, spans: readonly { readonly start: number; readonly end: number }[]): string[] =>
  spans.map(({ start, end }) => `${text.slice(0, start).split('\n').length}:${text.slice(start, end)}`);

/** The text after the edits, which do not overlap. */
export function edited(
  text: string,
  edits: readonly { readonly span: { readonly start: number; readonly end: number }; readonly newText: string }[],
): string {
  return [...edits]
    .sort((a, b) => b.span.start - a.span.start)
    .reduce((result, { span, newText }) => result.slice(0, span.start) + newText + result.slice(span.end), text);
}
