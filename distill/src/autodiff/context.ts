import { floatOf, type GraphBuilder, intOf, intsOf, type Node, stringOf } from '@vprog/onnx';
import { type FloatType, Ops } from './ops.ts';
import type { Values } from './probe.ts';
import { type Context, isFloat, Unsupported, type ValueInfo } from './rule.ts';

/**
 * What a rule may know of a node.
 * @param active values that depend on what is trained, and therefore are not the same in every run.
 * @param positions the inputs whose gradients are asked for.
 * @param gradient the gradient of a value by name, where there is one.
 */
export function contextOf(
  builder: GraphBuilder,
  values: Values,
  node: Node,
  active: ReadonlyMap<string, string>,
  positions: readonly number[],
  gradient: (name: string) => string | undefined,
): Context {
  const info = (name: string | undefined): ValueInfo => {
    const found = values.info.get(name ?? '');
    if (found === undefined) throw new Unsupported(`its value ${name || '?'} was not probed`);
    return found;
  };
  const has = (index: number) => (node.inputs[index] ?? '') !== '';
  const known = (index: number) =>
    active.has(node.inputs[index] ?? '') ? undefined : values.fixed.get(node.inputs[index] ?? '');
  const type = node.outputs.map(name => values.info.get(name)?.type ?? '').find(isFloat) as FloatType;
  return {
    ops: new Ops(builder, type),
    inputs: node.inputs.length,
    outputs: node.outputs.length,
    x: (index = 0) => info(node.inputs[index]),
    has,
    wants: index => positions.includes(index),
    y: (index = 0) => info(node.outputs[index]),
    dy: index => (node.outputs[index] ? gradient(node.outputs[index]) : undefined),
    int: (name, fallback) => intOf(node, name, fallback),
    float: (name, fallback) => floatOf(node, name, fallback),
    string: (name, fallback) => stringOf(node, name, fallback),
    ints: name => intsOf(node, name),
    known,
    fixed: index => {
      if (!has(index)) return undefined;
      const numbers = known(index);
      if (numbers === undefined) throw new Unsupported(`its input ${index} is not the same in every run`);
      return numbers;
    },
  };
}
