import type { Decoder, ModelCard } from '@vprog/language';
import {
  type Candidate,
  decodeAnchors,
  OnnxEngine,
  overlap,
  place,
  type RawOutputs,
  widthOf,
} from '@vprog/runtime/models';
import { describe, expect, test } from 'vitest';
import { DistillError } from '../errors.ts';
import { sizeOf } from '../pipeline/record.ts';
import { back, cardOf, front, photo } from '../testing/models.ts';
import { type AnchorTargets, anchorLesson, anchorsOf, anchorTensors, logit } from './anchors.ts';

const engine = new OnnxEngine();
const lesson = anchorLesson(front, back);

/** What a student would have to say, for it to be decoded as these targets. */
function rawOf(
  { scores, boxes }: AnchorTargets,
  { grids, ...names }: ReturnType<typeof anchorsOf>,
  like: RawOutputs,
): RawOutputs {
  const outputs: Record<string, RawOutputs['outputs'][string]> = {};
  let at = 0;
  for (const [k, { cells, anchors }] of grids.entries()) {
    const count = cells * cells * anchors;
    const values = boxes.length / scores.length;
    outputs[names.scores[k]!] = { dims: [1, count, 1], data: scores.slice(at, at + count).map(logit) };
    outputs[names.boxes[k]!] = { dims: [1, count, values], data: boxes.slice(at * values, (at + count) * values) };
    at += count;
  }
  return { ...like, outputs };
}

/** What the teacher says of a photo, and what a student says that learnt it by heart. */
async function taught(name: string, student: ModelCard, teacher: ModelCard) {
  const picture = await photo(name);
  const size = sizeOf(picture);
  const raw = await engine.outputs(teacher, picture, ['cpu']);
  const placement = place(student.input.fit, size.width, size.height);
  const targets = anchorLesson(student, teacher).fromTeacher(raw, placement);
  const learnt = rawOf(targets, anchorsOf(student), { ...raw, placement });
  return {
    wanted: decodeAnchors(anchorsOf(teacher), raw, size),
    got: decodeAnchors(anchorsOf(student), learnt, size),
    targets,
    raw,
  };
}

const farthest = (a: Candidate, b: Candidate): number =>
  Math.max(...(['x1', 'y1', 'x2', 'y2'] as const).map(side => Math.abs(a.box[side] - b.box[side])));

const withAnchors = (card: ModelCard, more: Partial<Extract<Decoder, { kind: 'anchors' }>>): ModelCard => ({
  ...card,
  decoder: { ...anchorsOf(card), ...more },
});

describe('what the teacher says, decoded as the student’s', () => {
  test.each([
    ['square', 'astronaut', 1],
    ['tall', 'officer', 1],
    ['wide', 'two-people', 2],
    ['wide, with nothing on it', 'sign', 0],
  ])('gives the same boxes: %s', async (_, name, faces) => {
    const { wanted, got } = await taught(name, front, back);
    expect(wanted).toHaveLength(faces);
    expect(got).toHaveLength(faces);
    for (const [index, box] of wanted.entries()) expect(farthest(got[index]!, box)).toBeLessThan(0.5);
  });

  test('the other way round too', async () => {
    const { wanted, got } = await taught('officer', back, front);
    expect(wanted).toHaveLength(1);
    expect(farthest(got[0]!, wanted[0]!)).toBeLessThan(0.5);
  });

  test('to a student whose input is stretched', async () => {
    const { fit, ...input } = front.input;
    const stretched = { ...front, input: { ...input, fit: { kind: 'stretch', width: 128, height: 128 } as const } };
    const { wanted, got } = await taught('two-people', stretched, back);
    expect(got).toHaveLength(2);
    for (const box of wanted) expect(Math.max(...got.map(other => overlap(other.box, box.box)))).toBeGreaterThan(0.97);
  });
});

test('what is just found by the teacher is just found by the student, each at its threshold', async () => {
  const { raw, targets } = await taught('astronaut', front, back);
  const { threshold } = anchorsOf(back);
  const scores = anchorsOf(back).scores.flatMap(name => [...raw.outputs[name]!.data].map(x => 1 / (1 + Math.exp(-x))));
  expect(scores).toHaveLength(lesson.anchors);
  for (const [anchor, score] of scores.entries()) {
    expect(targets.scores[anchor]! >= 0.5).toBe(score >= threshold);
    if (score < 1e-3 || score > 1 - 1e-3) continue;
    expect(logit(targets.scores[anchor]!) - logit(0.5)).toBeCloseTo(logit(score) - logit(threshold), 2);
  }
  expect(lesson.bestScore(raw)).toBeCloseTo(Math.max(...scores), 5);
});

test('with equal thresholds scores stay as they are', async () => {
  const same = withAnchors(back, { threshold: 0.5 });
  const { raw, targets } = await taught('astronaut', front, same);
  const [first] = anchorsOf(back).scores;
  const logits = raw.outputs[first!]!.data;
  for (const index of [0, 100, 300]) expect(targets.scores[index]).toBeCloseTo(1 / (1 + Math.exp(-logits[index]!)), 6);
});

test('what the student says itself is decoded as it was', async () => {
  const picture = await photo('officer');
  const raw = await engine.outputs(front, picture, ['cpu']);
  const again = rawOf(lesson.fromStudent(raw), anchorsOf(front), raw);
  const [before, after] = [raw, again].map(each => decodeAnchors(anchorsOf(front), each, sizeOf(picture)));
  expect(after).toHaveLength(1);
  expect(farthest(after![0]!, before![0]!)).toBeLessThan(0.01);
  expect(widthOf(picture.region)).toBe(512);
});

test('target tensors have the sizes that the lesson states', async () => {
  const raw = await engine.outputs(front, await photo('officer'), ['cpu']);
  const own = lesson.fromStudent(raw);
  for (const teacher of [undefined, own]) {
    const tensors = anchorTensors(teacher, own);
    const stated = Object.fromEntries(lesson.targets.map(({ name, dims }) => [name, dims]));
    expect(Object.fromEntries(Object.entries(tensors).map(([name, { dims }]) => [name, dims]))).toEqual(stated);
    for (const { dims, data } of Object.values(tensors)) expect(data).toHaveLength(dims.reduce((a, b) => a * b, 1));
  }
});

describe('who cannot teach whom', () => {
  test('other grids are refused', () => {
    const [grid] = anchorsOf(back).grids;
    const failing = () => anchorLesson(front, withAnchors(back, { grids: [grid!] }));
    expect(failing).toThrow(DistillError);
    expect(failing).toThrow(/^teacher blazeface_back: its grids of anchors are not those of blazeface_front\. Choose/);
  });

  test.each(['nanodet', 'selfie_segmentation'])('%s is no detector with anchors', id => {
    expect(() => anchorLesson(front, cardOf(id))).toThrow(
      new RegExp(`^model ${id}: it gives .*, and this version trains detectors with anchors\\. Choose`),
    );
  });
});
