import { type Model, type ValueInfo, writeModel } from '@vprog/onnx';
import { bundledCards } from '@vprog/runtime/models';
import { openSession, type RawSession, type RawTensors } from '@vprog/runtime/session';
import type { Ops } from '../autodiff/ops.ts';
import { loadStudent } from '../pipeline/student.ts';
import { randomNumbers } from '../random.ts';
import { type AnchorTargets, anchorLesson, anchorTensors } from '../students/anchors.ts';
import { defaultAdamW } from '../training/adamw.ts';
import { foldModel } from '../training/constants.ts';
import { addLora } from '../training/lora.ts';
import { klDivergence } from '../training/losses.ts';
import { gather } from '../training/parameters.ts';
import { buildStep } from '../training/step.ts';
import { chooseWeights, type Trainable } from '../training/trainable.ts';
import { initialState, train } from '../training/trainer.ts';
import { type MlpSizes, mlp, names, noise, type TransformerSizes, takesAdapter, transformer } from './models.ts';

export const mlpSizes: MlpSizes = { batch: 64, input: 512, hidden: 512, logits: 128 };
export const transformerSizes: TransformerSizes = {
  batch: 8,
  tokens: 197,
  width: 384,
  heads: 6,
  blocks: 4,
  logits: 128,
};
export const temperature = 2;
export const adapterRank = 8;
export const learningRate = 1e-3;

/** A training step, ready to make updates. */
export interface Course {
  /** Makes updates, as many in one run of the graph as told, with that many threads; resolves to milliseconds an update. */
  time(updates: number, perRun: number, threads: number): Promise<number>;
  release(): Promise<void>;
}

/** What is learned, and from what. */
export interface Lesson {
  readonly model: Model;
  readonly trained: readonly Trainable[];
  readonly targets: readonly ValueInfo[];
  readonly loss: (ops: Ops) => Readonly<Record<string, string>>;
  /** Micro-batches; an update takes the next ones. */
  readonly items: readonly RawTensors[];
  readonly accumulate: number;
}

/** How many different micro-batches there are, so that no update has the numbers of the one before. */
const different = 16;

export async function startCourse({ items, ...lesson }: Lesson): Promise<Course> {
  const optimizer = { ...defaultAdamW, rate: learningRate, warmup: 20, updates: 100_000 };
  const step = await buildStep({ ...lesson, optimizer }, items[0]!, model => openSession(model));
  const bytes = writeModel(step.model);
  const sessions = new Map<number, RawSession>();
  const sessionOf = async (threads: number): Promise<RawSession> => {
    const session = sessions.get(threads) ?? (await openSession(bytes, { threads }));
    sessions.set(threads, session);
    return session;
  };
  let state = initialState(gather(lesson.model.graph, step.layout));
  const batch = (update: number) =>
    Array.from({ length: step.accumulate }, (_, index) => items[(update * step.accumulate + index) % items.length]!);
  return {
    async time(updates, perRun, threads) {
      const session = await sessionOf(threads);
      const start = performance.now();
      state = await train(session, step, state, { updates: state.done + updates, perRun, batch });
      return (performance.now() - start) / updates;
    },
    async release() {
      for (const session of sessions.values()) await session.release();
    },
  };
}

/** All weights of the small network. */
export async function mlpLesson(): Promise<Lesson> {
  const { batch, input, logits } = mlpSizes;
  const lesson = logitLesson(mlp(mlpSizes), [batch, input], [batch, logits]);
  const model = await folded(lesson);
  return { ...lesson, model, trained: chooseWeights(model.graph, { kind: 'all' }) };
}

/** Adapters at the queries and values of every block of the transformer, and its head. */
export async function transformerLesson(): Promise<Lesson> {
  const { batch, tokens, width, logits } = transformerSizes;
  const lesson = logitLesson(transformer(transformerSizes), [batch, tokens, width], [batch, logits]);
  const model = await folded(lesson);
  const { graph, trainable } = addLora(model.graph, { nodes: takesAdapter, rank: adapterRank, seed: 3 });
  const head = chooseWeights(graph, { kind: 'names', names: ['head.weight', 'head.bias'] });
  return { ...lesson, model: { ...model, graph }, trained: [...trainable, ...head] };
}

/** All weights of the face detector that comes with the project, a photo at a time, as a distillation trains it. */
export async function detectorLesson(): Promise<Lesson> {
  const [student, teacher] = ['blazeface_front', 'blazeface_back'].map(
    id => bundledCards().find(card => card.id === id)!,
  );
  const { anchors, values, targets, loss } = anchorLesson(student!, teacher!);
  const random = randomNumbers(5);
  const answer = (): AnchorTargets => ({
    scores: Float32Array.from({ length: anchors }, random),
    boxes: Float32Array.from({ length: anchors * values }, random),
  });
  const items = Array.from({ length: different }, () => ({
    [student!.input.name]: noise([1, 128, 128, 3], random),
    ...anchorTensors(answer(), answer()),
  }));
  const { model } = await loadStudent(student!, items[0]!);
  return { model, trained: chooseWeights(model.graph, { kind: 'all' }), targets, loss, items, accumulate: 8 };
}

const folded = ({ model, items }: Pick<Lesson, 'model' | 'items'>) =>
  foldModel(model, items[0]!, bytes => openSession(bytes));

/** The logits of a teacher, softened; inputs and logits drawn at random, since what is in them takes no time. */
function logitLesson(model: Model, input: readonly number[], logits: readonly number[]) {
  const random = randomNumbers(4);
  const target = { name: 'teacher', type: 'float32', dims: logits } as const;
  const items = Array.from({ length: different }, () => ({
    [names.input]: noise(input, random),
    [target.name]: noise(logits, random, 3),
  }));
  const loss = (ops: Ops) => ({ kl: klDivergence(ops, names.logits, target.name, temperature, logits[0]!) });
  return { model, targets: [target], loss, items, accumulate: 1 };
}
