import { floatOf, intOf, intsOf, without } from '../attribute.ts';
import type { Adapter } from './adapter.ts';

/** Attributes that became inputs: a list of integers, after the first input. Absent, the input is left out. */
export const listToInput =
  (attribute: string): Adapter =>
  (node, { constant }) => {
    const values = intsOf(node, attribute);
    const added = values ? [constant(values, 'int64')] : [];
    return [{ ...node, inputs: [node.inputs[0]!, ...added], attributes: without(node.attributes, attribute) }];
  };

/** Slice, 10. */
export const sliceToInputs: Adapter = (node, { constant }) => {
  const lists = ['starts', 'ends', 'axes'].flatMap(name => [intsOf(node, name)].filter(list => list !== undefined));
  const added = lists.map(list => constant(list, 'int64'));
  return [
    { ...node, inputs: [node.inputs[0]!, ...added], attributes: without(node.attributes, 'starts', 'ends', 'axes') },
  ];
};

/** TopK, 10. */
export const topKToInputs: Adapter = (node, { constant }) => {
  const k = constant([intOf(node, 'k', 1)], 'int64');
  return [{ ...node, inputs: [node.inputs[0]!, k], attributes: without(node.attributes, 'k') }];
};

/** Clip, 11. A limit that is not given stays open. */
export const clipToInputs: Adapter = (node, { constant, typeOf }) => {
  const type = typeOf(node.inputs[0]!) ?? 'float32';
  const limit = (name: string) => {
    const value = floatOf(node, name);
    return value === undefined ? '' : constant(value, type);
  };
  return [
    {
      ...node,
      inputs: [node.inputs[0]!, limit('min'), limit('max')],
      attributes: without(node.attributes, 'min', 'max'),
    },
  ];
};

/** Pad, 11. */
export const padToInputs: Adapter = (node, { constant, typeOf }) => {
  const pads = constant(intsOf(node, 'pads', []), 'int64');
  const value = floatOf(node, 'value', 0);
  const filling = value === 0 ? [] : [constant(value, typeOf(node.inputs[0]!) ?? 'float32')];
  return [
    { ...node, inputs: [node.inputs[0]!, pads, ...filling], attributes: without(node.attributes, 'pads', 'value') },
  ];
};

/** Dropout, 12. As before, it does nothing outside training. */
export const dropoutToInputs: Adapter = (node, { constant }) => {
  const ratio = constant(floatOf(node, 'ratio', 0.5), 'float32');
  return [{ ...node, inputs: [node.inputs[0]!, ratio], attributes: without(node.attributes, 'ratio') }];
};

/** Split, 18: equal parts must be told their number. */
export const splitWithCount: Adapter = node => {
  if (node.inputs[1]) return [node];
  const attributes = { ...node.attributes, num_outputs: { kind: 'int', value: node.outputs.length } as const };
  return [{ ...node, inputs: [node.inputs[0]!], attributes }];
};

/** DFT, 20: its axis was 1 unless told. */
export const dftToInputs: Adapter = (node, { constant }) => {
  const axis = constant(intOf(node, 'axis', 1), 'int64');
  return [
    { ...node, inputs: [node.inputs[0]!, node.inputs[1] ?? '', axis], attributes: without(node.attributes, 'axis') },
  ];
};
