import {
  allNames,
  freshNames,
  type Graph,
  GraphBuilder,
  graph as graphAttribute,
  int,
  type Model,
  modelOf,
  newestOpset,
  type Tensor,
  type ValueInfo,
} from '@vprog/onnx';
import type { RawSession, RawTensors } from '@vprog/runtime/session';
import { differentiate } from '../autodiff/differentiate.ts';
import { Ops } from '../autodiff/ops.ts';
import { probe } from '../autodiff/probe.ts';
import { type AdamW, appendAdamW } from './adamw.ts';
import { type Layout, layoutOf, withParametersFed } from './parameters.ts';
import type { Trainable } from './trainable.ts';

/** What is trained, on what, and how. */
export interface StepOptions {
  /** Constants folded, operators in the newest version (see `foldModel`). */
  readonly model: Model;
  readonly trained: readonly Trainable[];
  /** Of one micro-batch, beside the model's own inputs: targets and weights of the loss. */
  readonly targets: readonly ValueInfo[];
  /** The parts of the loss by name, each a scalar; what is minimised is their sum. */
  readonly loss: (ops: Ops) => Readonly<Record<string, string>>;
  readonly optimizer: AdamW;
  /** How many micro-batches are averaged into one update: models of a fixed batch take more than one. */
  readonly accumulate: number;
}

/**
 * A training step as a model of its own. Inputs: `parameters`, `first`, `second` (vectors of the layout), `done` (int64
 * scalar: updates made before), `updates` (int64 scalar: how many to make), and each input and target of a micro-batch
 * with a leading axis of `updates * accumulate`. Outputs: the three vectors under `next_` names, `losses` [updates, parts] and
 * `norms` [updates].
 */
export interface TrainingStep {
  readonly model: Model;
  readonly layout: Layout;
  /** Inputs and targets of a micro-batch. */
  readonly data: readonly ValueInfo[];
  /** Names of the loss's parts, in the order of `losses`. */
  readonly parts: readonly string[];
  readonly accumulate: number;
}

export const vectors = ['parameters', 'first', 'second'] as const;

/**
 * Builds forward pass, loss, gradients, clipping, AdamW and schedule as one graph of standard operators, in a `Loop` over
 * updates, so that weights stay on the device between them.
 * @param sample a micro-batch, which tells all shapes; what is in it does not matter.
 * @throws NotDifferentiable where a weight cannot be trained, before anything is
 */
export async function buildStep(
  options: StepOptions,
  sample: RawTensors,
  open: (model: Uint8Array) => Promise<RawSession>,
): Promise<TrainingStep> {
  const { model, trained, targets, optimizer, accumulate } = options;
  const layout = layoutOf(trained);
  const micro = await microBatch(options, layout, sample, open);
  const data = [...model.graph.inputs.filter(({ name }) => !model.graph.initializers.has(name)), ...targets].map(
    info => ({
      ...info,
      dims: sample[info.name]!.dims,
    }),
  );
  const { large, rest } = apart(micro.graph);
  const taken = [
    ...allNames(rest),
    ...large.keys(),
    ...vectors,
    'done',
    'updates',
    ...data.map(({ name }) => stacked(name)),
  ];
  const body = updateGraph({ ...micro, graph: rest }, { layout, data, optimizer, accumulate, taken });
  const main = new GraphBuilder('training', [...allNames(body), ...large.keys()]);
  for (const { name, type, dims } of data) main.input(stacked(name), type!, [undefined, ...(dims as number[])]);
  for (const name of vectors) main.input(name, 'float32', [layout.size]);
  main.input('done', 'int64', []);
  main.input('updates', 'int64', []);
  const outputs = main.node('Loop', ['updates', '', ...vectors], { body: graphAttribute(body) }, 5);
  for (const [index, name] of vectors.entries())
    main.output(outputs[index]!, `next_${name}`, { type: 'float32', dims: [layout.size] });
  main.output(outputs[3]!, 'losses', { type: 'float32', dims: [undefined, micro.parts.length] });
  main.output(outputs[4]!, 'norms', { type: 'float32', dims: [undefined] });
  const built = main.toGraph();
  const whole = built.with({ initializers: new Map([...built.initializers, ...large]) });
  return { model: modelOf(whole, newestOpset, model), layout, data, parts: micro.parts, accumulate };
}

const stacked = (name: string): string => `all_${name}`;

/** The graph of one micro-batch, and what its values are called. */
interface MicroBatch {
  readonly graph: Graph;
  /** The input: the vector of the layout. */
  readonly weights: string;
  /** Of the sum of the loss's parts, by the weights. */
  readonly gradient: string;
  /** The loss's parts, [n]. */
  readonly losses: string;
  readonly parts: readonly string[];
}

async function microBatch(
  { model, targets, loss }: StepOptions,
  layout: Layout,
  sample: RawTensors,
  open: (model: Uint8Array) => Promise<RawSession>,
): Promise<MicroBatch> {
  const weights = freshNames(allNames(model.graph))('weights');
  const builder = GraphBuilder.from(withParametersFed(model.graph, layout, weights), { outputs: false });
  for (const { name, type, dims } of targets) builder.input(name, type!, dims);
  const ops = new Ops(builder, 'float32');
  const made = loss(ops);
  const losses = ops.concat(
    Object.values(made).map(part => ops.reshape(part, [1])),
    0,
  );
  const sum = ops.sum(losses, [0], false);
  const start = { type: 'float32', dims: [layout.size], data: new Float32Array(layout.size) } as const;
  const values = await probe(builder.toModel(newestOpset, model), { ...sample, [weights]: start }, open);
  const gradient = differentiate(builder, values, sum, [weights]).get(weights)!;
  return { graph: builder.toGraph(), weights, gradient, losses, parts: Object.keys(made) };
}

/** Weights that stay as they are lie outside the loops, where they may be in another file; small constants stay inside. */
function apart(graph: Graph): { readonly large: ReadonlyMap<string, Tensor>; readonly rest: Graph } {
  const isLarge = ({ content }: Tensor) => content.kind !== 'bytes' || content.bytes.byteLength >= 1024;
  const all = [...graph.initializers];
  const small = all.filter(([, tensor]) => !isLarge(tensor));
  return {
    large: new Map(all.filter(([, tensor]) => isLarge(tensor))),
    rest: graph.with({ initializers: new Map(small) }),
  };
}

interface Surroundings {
  readonly layout: Layout;
  readonly data: readonly ValueInfo[];
  readonly optimizer: AdamW;
  readonly accumulate: number;
  /** Names of the graphs around and inside. */
  readonly taken: readonly string[];
}

/** The body of the loop over updates. */
function updateGraph(micro: MicroBatch, around: Surroundings): Graph {
  const { layout, optimizer } = around;
  const builder = new GraphBuilder('update', around.taken);
  const iteration = builder.input('iteration', 'int64', []);
  const going = builder.input('going', 'bool', []);
  const vector = { type: 'float32', dims: [layout.size] } as const;
  const [parameters, first, second] = vectors.map(name => builder.input(name, vector.type, vector.dims)) as [
    string,
    string,
    string,
  ];
  const { gradient, losses } =
    around.accumulate === 1
      ? inlined(builder, micro, around, iteration, parameters)
      : accumulated(builder, micro, around, iteration, parameters);
  const ops = new Ops(builder, 'float32');
  const number = builder.op('Add', [builder.op('Add', [iteration, 'done']), builder.constant(1, 'int64')]);
  const moments = { parameters, first, second };
  const next = appendAdamW(builder, optimizer, layout, moments, gradient, ops.cast(number, 'float32'));
  stay(builder, going);
  for (const name of vectors) builder.output(next[name], undefined, vector);
  builder.output(losses, undefined, { type: 'float32', dims: [micro.parts.length] });
  builder.output(next.norm, undefined, { type: 'float32', dims: [] });
  return builder.toGraph();
}

/** Lets a loop go on: what it carries must not be one of its inputs itself. */
const stay = (builder: GraphBuilder, going: string): string =>
  builder.output(builder.op('Identity', [going]), undefined, { type: 'bool', dims: [] });

interface Batch {
  readonly gradient: string;
  readonly losses: string;
}

/** The micro-batch at a position of the stacked data. */
function inlined(
  builder: GraphBuilder,
  { graph, weights, gradient, losses }: MicroBatch,
  { data }: Surroundings,
  position: string,
  parameters: string,
): Batch {
  const fed = data.map(
    ({ name }) => [name, builder.op('Gather', [stacked(name), position], { axis: int(0) })] as const,
  );
  const names = builder.inline(graph, { ...Object.fromEntries(fed), [weights]: parameters });
  return { gradient: names.get(gradient)!, losses: names.get(losses)! };
}

/** The mean over the micro-batches of one update, in a loop of their own. */
function accumulated(
  builder: GraphBuilder,
  micro: MicroBatch,
  around: Surroundings,
  iteration: string,
  parameters: string,
): Batch {
  const { layout, accumulate } = around;
  const ops = new Ops(builder, 'float32');
  const before = builder.op('Mul', [iteration, builder.constant(accumulate, 'int64')]);
  const carried = [layout.size, micro.parts.length].map(size => ({ type: 'float32', dims: [size] }) as const);
  const start = carried.map(({ dims }) => ops.zeros(dims));
  const inner = new GraphBuilder('micro_batch', [...around.taken, ...allNames(builder.toGraph())]);
  const index = inner.input('micro', 'int64', []);
  const going = inner.input('micro_going', 'bool', []);
  const [sum, losses] = carried.map(({ type, dims }) => inner.input('sum', type, dims)) as [string, string];
  const batch = inlined(inner, micro, around, inner.op('Add', [before, index]), parameters);
  stay(inner, going);
  inner.output(inner.op('Add', [sum, batch.gradient]), undefined, carried[0]!);
  inner.output(inner.op('Add', [losses, batch.losses]), undefined, carried[1]!);
  const body = { body: graphAttribute(inner.toGraph()) };
  const results = builder.node('Loop', [builder.constant(accumulate, 'int64'), '', ...start], body, 2);
  const [gradient, total] = results.map(name => ops.mul(name, 1 / accumulate)) as [string, string];
  return { gradient, losses: total };
}
