import type { ModelCard } from '@vprog/language';
import { type Candidate, decodeAnchors, type OnnxEngine, type Picture, type RawOutputs } from '@vprog/runtime/models';
import type { ScoredBox } from '../protocol.ts';
import { type AnchorLesson, anchorLesson, anchorsOf } from '../students/anchors.ts';
import { sizeOf } from './record.ts';

/** A model's answer: raw, and as boxes in pixels of the picture. */
export interface Seen {
  readonly raw: RawOutputs;
  readonly boxes: readonly ScoredBox[];
}

/** Who learns from whom, and what asks them. */
export interface Teaching {
  readonly student: ModelCard;
  readonly teacher: ModelCard;
  readonly engine: OnnxEngine;
  readonly lesson: AnchorLesson;
  /** What is looked for, such as `face`. */
  readonly category: string;
}

/** @throws DistillError where the two cannot teach each other */
export function teachingOf(student: ModelCard, teacher: ModelCard, engine: OnnxEngine): Teaching {
  const { category } = anchorsOf(student);
  return { student, teacher, engine, category, lesson: anchorLesson(student, teacher) };
}

/**
 * Asks a model as programs do.
 * @param threshold in place of the card's.
 */
export async function see(
  engine: OnnxEngine,
  card: ModelCard,
  picture: Picture,
  threshold = anchorsOf(card).threshold,
): Promise<Seen> {
  const raw = await engine.outputs(card, picture, ['cpu']);
  const boxes = decodeAnchors({ ...anchorsOf(card), threshold }, raw, sizeOf(picture));
  return { raw, boxes: boxes.map(scoredBox) };
}

const scoredBox = ({ box: { x1, y1, x2, y2 }, score }: Candidate): ScoredBox => ({
  box: [rounded(x1), rounded(y1), rounded(x2), rounded(y2)],
  score: Math.round(score * 1e4) / 1e4,
});

/** To tenths of a pixel: artefacts are read by people too. */
const rounded = (value: number): number => Math.round(value * 10) / 10;
