import type { BoxJson, ImageJson, MaskJson, ObjectJson, Value } from '@vprog/runtime/protocol';

/** Characters of a value on a line. */
const limit = 100;

/** A value in one line: `3 objects: sheep 0.78, sheep 0.74, sheep 0.69`, `512x300 picture`, `'yes'`. */
export function valueText(value: Value): string {
  switch (value.type) {
    case 'image':
    case 'patch': {
      const { width, height } = value.value as ImageJson;
      return `${width}x${height} picture`;
    }
    case 'mask': {
      const { width, height, area } = value.value as MaskJson;
      return `${width}x${height} mask of ${area} pixels`;
    }
    case 'object':
      return objectText(value.value as ObjectJson);
    case 'box':
      return `box ${boxText(value.value as BoxJson)}`;
    case 'list':
      return shorten(listText(value));
    default:
      return shorten(value.repr);
  }
}

function listText(list: Value): string {
  const items = list.value as readonly Value[];
  if (items.length === 0) return 'nothing found';
  if (items.every(item => item.type === 'object')) {
    return `${count(items.length, 'object', 'objects')}: ${items.map(valueText).join(', ')}`;
  }
  if (items.every(item => item.type === 'box')) {
    return `${count(items.length, 'box', 'boxes')}: ${items.map(item => boxText(item.value as BoxJson)).join(', ')}`;
  }
  return list.repr;
}

/** `1 step`, `2 steps`. */
export const count = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`;
const objectText = ({ category, score, class: name, classScore }: ObjectJson): string =>
  `${name ?? category} ${(classScore ?? score).toFixed(2)}`;
const boxText = (box: BoxJson): string => `[${box.join(', ')}]`;

const shorten = (text: string): string => (text.length <= limit ? text : `${text.slice(0, limit - 1)}…`);
