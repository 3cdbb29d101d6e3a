import type { Decoder, ModelCard } from '@vprog/language';
import { sizeOf, type ValueInfo } from '@vprog/onnx';
import type { Output, Placement, RawOutputs } from '@vprog/runtime/models';
import type { RawTensors } from '@vprog/runtime/session';
import type { Ops } from '../autodiff/ops.ts';
import { DistillError } from '../errors.ts';
import { binaryDivergence, smoothL1 } from '../training/losses.ts';

type Anchors = Extract<Decoder, { readonly kind: 'anchors' }>;

/**
 * What a detector with anchors learns: for each anchor the probability that something stands there, and where it does its
 * box and key points, in the student's input pixels. Teacher and student need the same grids; sizes of input may differ.
 */
export interface AnchorLesson {
  /** Anchors and values of each box. */
  readonly anchors: number;
  readonly values: number;
  readonly targets: readonly ValueInfo[];
  /** The parts of the loss, of a micro-batch of one input. */
  readonly loss: (ops: Ops) => Readonly<Record<string, string>>;
  /** What the teacher's outputs mean for the student. */
  fromTeacher(raw: RawOutputs, placement: Placement): AnchorTargets;
  /** The student's own outputs, to hold on to. */
  fromStudent(raw: RawOutputs): AnchorTargets;
  /** The highest score that the teacher gives any anchor, 0 to 1. */
  bestScore(raw: RawOutputs): number;
}

export interface AnchorTargets {
  /** [anchors], 0 to 1. */
  readonly scores: Float32Array;
  /** [anchors * values]. */
  readonly boxes: Float32Array;
}

const names = {
  scores: 'teacher_scores',
  boxes: 'teacher_boxes',
  ownScores: 'own_scores',
  ownBoxes: 'own_boxes',
  taught: 'taught',
} as const;

/** Weight of an anchor that stands on something: they are few among the many that do not. */
const emphasis = 4;
/** Input pixels up to which the distance of boxes counts by its square. */
const near = 4;
/** Anchors on one face, about: what the sums are divided by. */
const usual = 8;

/** Of a probability, kept off 0 and 1. */
export const logit = (probability: number): number => {
  const inside = Math.min(Math.max(probability, 1e-6), 1 - 1e-6);
  return Math.log(inside / (1 - inside));
};
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** Weight of what the student itself said before, beside what the teacher says: without it the few photos are learnt by heart. */
const retention = 1;

/** Values of each box: centre, size, and six key points, as BlazeFace gives them. */
const values = 16;

/** @throws DistillError where the two cannot teach each other */
export function anchorLesson(student: ModelCard, teacher: ModelCard): AnchorLesson {
  const own = anchorsOf(student);
  const other = anchorsOf(teacher);
  if (JSON.stringify(own.grids) !== JSON.stringify(other.grids))
    throw new DistillError(
      `teacher ${teacher.id}`,
      `its grids of anchors are not those of ${student.id}`,
      'Choose a teacher with the same grids',
      'model',
    );
  const anchors = own.grids.reduce((sum, grid) => sum + grid.cells * grid.cells * grid.anchors, 0);
  // What the teacher calls found at its threshold is to be found by the student at its own.
  const shift = logit(own.threshold) - logit(other.threshold);
  const float = (name: string, dims: readonly number[]): ValueInfo => ({ name, type: 'float32', dims });
  return {
    anchors,
    values,
    targets: [
      float(names.scores, [1, anchors, 1]),
      float(names.boxes, [1, anchors, values]),
      float(names.ownScores, [1, anchors, 1]),
      float(names.ownBoxes, [1, anchors, values]),
      float(names.taught, [1]),
    ],
    loss(ops) {
      const scores = ops.concat(own.scores, 1);
      const boxes = ops.concat(own.boxes, 1);
      const divergence = (wantedScores: string, wantedBoxes: string) => {
        const weight = ops.add(ops.mul(wantedScores, emphasis - 1), 1);
        return {
          score: binaryDivergence(ops, scores, wantedScores, weight, usual),
          box: smoothL1(ops, boxes, wantedBoxes, wantedScores, near, usual * values),
        };
      };
      const taught = ops.reshape(names.taught, []);
      const { score, box } = divergence(names.scores, names.boxes);
      const before = divergence(names.ownScores, names.ownBoxes);
      return {
        score: ops.mul(score, taught),
        box: ops.mul(box, taught),
        retention: ops.mul(ops.add(before.score, before.box), retention),
      };
    },
    fromTeacher(raw, placement) {
      const { scores, boxes } = joined(teacher, raw);
      const targets = { scores: scores.map(value => sigmoid(value + shift)), boxes: new Float32Array(boxes.length) };
      eachAnchor(own, (anchor, x, y) => {
        for (let k = 0; k < values; k++) {
          const value = boxes[anchor * values + k]!;
          const [theirs, ours] =
            k % 2 === 0 ? [raw.placement.scaleX, placement.scaleX] : [raw.placement.scaleY, placement.scaleY];
          const ratio = ours / theirs;
          if (k === 2 || k === 3) {
            targets.boxes[anchor * values + k] = value * ratio;
            continue;
          }
          // A point relative to its anchor: to the picture, and back to the student's anchor.
          const [place, size, pad, padding, length] =
            k % 2 === 0
              ? [x, raw.placement.width, raw.placement.padX, placement.padX, placement.width]
              : [y, raw.placement.height, raw.placement.padY, placement.padY, placement.height];
          targets.boxes[anchor * values + k] = (place * size + value - pad) * ratio + padding - place * length;
        }
      });
      return targets;
    },
    fromStudent(raw) {
      const { scores, boxes } = joined(student, raw);
      return { scores: scores.map(sigmoid), boxes };
    },
    bestScore: raw => sigmoid(joined(teacher, raw).scores.reduce((best, value) => Math.max(best, value), -Infinity)),
  };
}

/** Target tensors of one input: of the teacher's answer, where there is one, and of the student's own from before. */
export function anchorTensors(teacher: AnchorTargets | undefined, own: AnchorTargets): RawTensors {
  const { scores, boxes } = teacher ?? own;
  const float = (dims: readonly number[], data: Float32Array) => ({ type: 'float32', dims, data }) as const;
  const [ofScores, ofBoxes] = [
    [1, own.scores.length, 1],
    [1, own.scores.length, own.boxes.length / own.scores.length],
  ];
  return {
    [names.scores]: float(ofScores, scores),
    [names.boxes]: float(ofBoxes, boxes),
    [names.ownScores]: float(ofScores, own.scores),
    [names.ownBoxes]: float(ofBoxes, own.boxes),
    [names.taught]: float([1], Float32Array.of(teacher === undefined ? 0 : 1)),
  };
}

/** @throws DistillError where the model is no detector with anchors */
export function anchorsOf({ id, decoder }: ModelCard): Anchors {
  if (decoder.kind === 'anchors') return decoder;
  throw new DistillError(
    `model ${id}`,
    `it gives \`${decoder.kind}\`, and this version trains detectors with anchors`,
    'Choose a model whose card has a decoder of kind `anchors`',
    'model',
  );
}

/** Calls with each anchor's number and its place, 0 to 1 across and down the input. */
function eachAnchor({ grids }: Anchors, visit: (anchor: number, x: number, y: number) => void): void {
  let anchor = 0;
  for (const { cells, anchors } of grids)
    for (let row = 0; row < cells; row++)
      for (let column = 0; column < cells; column++)
        for (let k = 0; k < anchors; k++) visit(anchor++, (column + 0.5) / cells, (row + 0.5) / cells);
}

/** @throws DistillError where a box has another number of values than can be taught here */
function joined(card: ModelCard, { outputs }: RawOutputs): AnchorTargets {
  const { scores, boxes } = anchorsOf(card);
  const join = (list: readonly string[]) => {
    const parts = list.map(name => outputs[name]!);
    const all = new Float32Array(parts.reduce((sum, { dims }) => sum + sizeOf(dims), 0));
    parts.reduce((at, { data }: Output) => {
      all.set(data, at);
      return at + data.length;
    }, 0);
    return all;
  };
  const all = { scores: join(scores), boxes: join(boxes) };
  if (all.boxes.length !== all.scores.length * values)
    throw new DistillError(
      `model ${card.id}`,
      `its boxes have ${all.boxes.length / all.scores.length} values each, and this version trains those of ${values}`,
      'Choose a model of the same form as BlazeFace',
      'model',
    );
  return all;
}
