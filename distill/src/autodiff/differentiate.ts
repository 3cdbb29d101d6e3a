import { describe, type GraphBuilder, type Node } from '@vprog/onnx';
import { contextOf } from './context.ts';
import { Ops } from './ops.ts';
import type { Values } from './probe.ts';
import { isFloat, type Rule, range, Unsupported } from './rule.ts';
import { flat, rules } from './vjp/index.ts';

/** A value's gradient was asked for that cannot be had; nothing was trained. */
export class NotDifferentiable extends Error {
  /** The value whose gradient was asked for. */
  readonly value: string;
  /** The node in the way, where there is one. */
  readonly node: Node | undefined;

  constructor(value: string, reason: string, node?: Node) {
    const where = node === undefined ? '' : `: ${describe(node)}, which depends on it, ${reason}`;
    super(`${value} cannot be trained${where || ` ${reason}`}. Choose weights that come later, or another model.`);
    this.name = 'NotDifferentiable';
    this.value = value;
    this.node = node;
  }
}

/**
 * Appends to a graph the gradients of `loss` by reverse-mode differentiation, as standard operators.
 * @param builder the graph with the loss in it; nodes are only ever appended.
 * @param values what a probe run said of that same graph.
 * @param loss a value of one floating-point number.
 * @param wanted initializers, inputs or other values.
 * @returns the name of the gradient of each wanted value, of the same shape and type.
 * @throws NotDifferentiable where the loss does not depend on one of them in a way that has a gradient here.
 */
export function differentiate(
  builder: GraphBuilder,
  values: Values,
  loss: string,
  wanted: readonly string[],
): ReadonlyMap<string, string> {
  const { nodes } = builder.toGraph();
  const active = activeValues(nodes, values, loss, wanted);
  const gradients = new Map<string, string[]>();
  const lossInfo = values.info.get(loss);
  if (lossInfo === undefined || !isFloat(lossInfo.type) || lossInfo.dims.some(size => size !== 1))
    throw new TypeError(`The loss ${loss} must be one floating-point number of the probed graph.`);
  gradients.set(loss, [new Ops(builder, lossInfo.type).constant(lossInfo.dims, [1])]);

  const total = (name: string): string | undefined => {
    const parts = gradients.get(name);
    if (parts === undefined || parts.length === 0) return undefined;
    if (parts.length > 1) gradients.set(name, [builder.op('Sum', parts)]);
    return gradients.get(name)![0]!;
  };
  for (const node of [...nodes].reverse()) {
    if (!node.outputs.some(name => gradients.has(name) && active.has(name))) continue;
    const rule = ruleOf(node);
    const positions = rule && activeInputs(node, active, rule);
    if (rule === undefined || positions === undefined || positions.length === 0) continue;
    const context = contextOf(builder, values, node, active, positions, total);
    const results = refusing(node, active.get(node.inputs[positions[0]!]!)!, () =>
      rule.vjp(context, total(node.outputs[0]!) ?? context.ops.zeros(context.y().dims)),
    );
    for (const position of positions) {
      const name = node.inputs[position]!;
      const result = results[position];
      if (result !== undefined) gradients.set(name, [...(gradients.get(name) ?? []), result]);
    }
  }
  return new Map(
    wanted.map(name => {
      const gradient = total(name);
      if (gradient === undefined) throw unreached(nodes, values, name);
      return [name, gradient] as const;
    }),
  );
}

const ruleOf = ({ domain, opType }: Node): Rule | undefined =>
  domain === '' || domain === 'ai.onnx' ? rules.get(opType) : undefined;

function activeInputs(node: Node, active: ReadonlyMap<string, string>, rule?: Rule): number[] {
  const positions = rule?.inputs ?? range(node.inputs.length);
  return positions.filter(position => active.has(node.inputs[position] ?? ''));
}

/** Whether a gradient stops at a node: its outputs are whole numbers, truth values, or flat almost everywhere. */
const stops = (node: Node, values: Values): boolean =>
  flat.has(node.opType) || !node.outputs.some(name => isFloat(values.info.get(name)?.type ?? ''));

/**
 * The values on the way from the wanted ones to the loss, each with one of the wanted that it depends on. Throws
 * NotDifferentiable where an operator on that way has no gradient.
 */
function activeValues(
  nodes: readonly Node[],
  values: Values,
  loss: string,
  wanted: readonly string[],
): ReadonlyMap<string, string> {
  const towards = new Set([loss]);
  for (const node of [...nodes].reverse())
    if (node.outputs.some(name => towards.has(name))) for (const name of node.inputs) towards.add(name);
  const active = new Map(wanted.map(name => [name, name]));
  for (const node of nodes) {
    const [position] = activeInputs(node, active);
    if (position === undefined || !node.outputs.some(name => towards.has(name)) || stops(node, values)) continue;
    const origin = active.get(node.inputs[position]!)!;
    const rule = ruleOf(node);
    if (rule === undefined) throw new NotDifferentiable(origin, 'has no gradient', node);
    const refused = activeInputs(node, active).find(index => rule.inputs !== undefined && !rule.inputs.includes(index));
    if (refused !== undefined)
      throw new NotDifferentiable(active.get(node.inputs[refused]!)!, `has no gradient by its input ${refused}`, node);
    for (const name of node.outputs) if (isFloat(values.info.get(name)?.type ?? '')) active.set(name, origin);
  }
  return active;
}

function refusing<T>(node: Node, origin: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof Unsupported)
      throw new NotDifferentiable(origin, `has no gradient, since ${error.message}`, node);
    throw error;
  }
}

/** Says why no gradient came to a value: the first node at which all that depends on it stops. */
function unreached(nodes: readonly Node[], values: Values, wanted: string): NotDifferentiable {
  const reached = new Set([wanted]);
  for (const node of nodes) {
    if (!node.inputs.some(name => reached.has(name))) continue;
    if (stops(node, values)) return new NotDifferentiable(wanted, 'passes no gradient on', node);
    for (const name of node.outputs) reached.add(name);
  }
  return new NotDifferentiable(wanted, 'since the loss does not depend on it');
}
