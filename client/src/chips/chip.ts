import type { Step } from '@vprog/runtime/protocol';
import { type CellResults, isStale, type Span, type StepResult } from '../results/results.ts';
import { cut, shortText } from '../text/value.ts';

export type ChipState = 'running' | 'done' | 'cached' | 'failed' | 'stale';

/** What stands at the end of a step's first line. */
export interface Chip {
  readonly cell: number;
  readonly key: string;
  readonly span: Span;
  readonly state: ChipState;
  /** The state's glyph and the value, in ordinary spaces. */
  readonly text: string;
  readonly step: Step;
}

/** A glyph for each state, so that no state is told by colour alone. */
const GLYPHS: Readonly<Record<ChipState, string>> = { running: '…', done: '✓', cached: '↻', failed: '✗', stale: '~' };

/** The sign that the hover has warnings; as text, where fonts would show an emoji. */
const WARNED = ' ⚠\uFE0E';

export function chipsOf(all: readonly CellResults[]): readonly Chip[] {
  return all.flatMap(results =>
    results.steps.flatMap(result => {
      const { span, step } = result;
      if (!span || !step) return [];
      const state = stateOf(result, step);
      return [{ cell: results.cell, key: result.key, span, state, text: `${GLYPHS[state]} ${textOf(step)}`, step }];
    }),
  );
}

function stateOf(result: StepResult, step: Step): ChipState {
  if (result.phase === 'running') return 'running';
  if (isStale(result)) return 'stale';
  if (step.error) return 'failed';
  return step.cached ? 'cached' : 'done';
}

function textOf(step: Step): string {
  if (step.error) return cut(firstSentence(step.error.message), 60);
  if (!step.output) return step.module;
  return shortText(step.output) + (step.warnings.length > 0 ? WARNED : '');
}

/** The rest is on the hover and among the problems. */
const firstSentence = (text: string): string => /^.*?[.!?](?=\s|$)/s.exec(text)?.[0] ?? text;
