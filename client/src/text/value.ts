import type { ImageJson, MaskJson, ObjectJson, Value } from '@vprog/runtime/protocol';

/** Longest text of a value on a line, in characters. */
const LIMIT = 48;

/** What a value says in a few words: `2 boxes · cat 0.91`, `4`, `yes`, `image 512×340`. One line. */
export function shortText(value: Value): string {
  switch (value.type) {
    case 'str':
      return value.value === '' ? 'empty text' : cut(String(value.value));
    case 'image':
    case 'patch': {
      const { width, height } = value.value as ImageJson;
      return `${value.type} ${width}×${height}`;
    }
    case 'object':
      return found(value.value as ObjectJson);
    case 'mask': {
      const { width, height, area } = value.value as MaskJson;
      return `mask ${Math.round((100 * area) / (width * height))} %`;
    }
    case 'list':
    case 'tuple':
    case 'set':
      return several(value);
    default:
      return cut(value.repr);
  }
}

function several(value: Value): string {
  const items = value.value as readonly Value[];
  const objects = items.filter(item => item.type === 'object').map(item => item.value as ObjectJson);
  const boxes = items.every(item => item.type === 'object' || item.type === 'box');
  if (!boxes) return cut(value.repr);
  if (items.length === 0) return value.type === 'list' ? 'nothing found' : value.repr;
  const count = items.length === 1 ? '1 box' : `${items.length} boxes`;
  const best = objects[0];
  return best ? cut(`${count} · ${found(best)}`) : count;
}

const found = ({ category, score, class: name, classScore }: ObjectJson): string =>
  `${name ?? category} ${(classScore ?? score).toFixed(2)}`;

/** The type as the language writes it: `list[Object]`, `Image`, `str`. */
export function typeText(value: Value): string {
  if (value.type === 'list' || value.type === 'set' || value.type === 'tuple') {
    const kinds = [...new Set((value.value as readonly Value[]).map(typeText))];
    return kinds.length === 0 ? value.type : `${value.type}[${kinds.join(' | ')}]`;
  }
  const names: Partial<Record<Value['type'], string>> = {
    image: 'Image',
    patch: 'ImagePatch',
    box: 'Box',
    object: 'Object',
    mask: 'Mask',
    video: 'VideoSegment',
  };
  return names[value.type] ?? value.type;
}

/** `0.3 s`, `12 ms`, `1 min 5 s`. */
export function timeText(ms: number): string {
  if (ms < 99.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(ms < 9950 ? 1 : 0)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** Cut at `limit` characters, never inside a surrogate pair, with an ellipsis; line breaks become spaces. */
export function cut(text: string, limit = LIMIT): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const characters = [...line];
  return characters.length <= limit ? line : `${characters.slice(0, limit - 1).join('')}…`;
}
