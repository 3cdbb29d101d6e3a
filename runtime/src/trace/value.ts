import { createHash } from 'node:crypto';
import { pictureHeight, pictureId, pictureWidth } from '../images/picture.ts';
import { repr } from '../interpreter/repr.ts';
import type { BoxJson, ImageJson, MaskJson, ObjectJson, Value } from '../protocol.ts';
import {
  type Box,
  type DetectedObject,
  heightOf,
  type Mask,
  type Picture,
  type RuntimeValue,
  widthOf,
} from '../values.ts';

/** Remembers a picture, so that its pixels can be asked for by the id in a trace. */
export type Remember = (id: string, picture: Picture) => void;

/** A value as traces hold it. Every picture in it is given to `remember`. */
export function toValue(value: RuntimeValue, remember: Remember): Value {
  return { type: value.type, value: contentOf(value, remember), repr: repr(value) };
}

function contentOf(value: RuntimeValue, remember: Remember): unknown {
  switch (value.type) {
    case 'int': {
      const small = Number(value.value);
      return Number.isSafeInteger(small) ? small : String(value.value);
    }
    case 'float':
      return Number.isFinite(value.value) ? value.value : String(value.value);
    case 'str':
    case 'bool':
      return value.value;
    case 'None':
      return null;
    case 'list':
    case 'tuple':
    case 'set':
      return value.items.map(item => toValue(item, remember));
    case 'dict':
      return value.entries.map(([key, item]) => [toValue(key, remember), toValue(item, remember)]);
    case 'image':
      return imageJson(value.picture, remember);
    case 'box':
      return boxJson(value.box);
    case 'object':
      return objectJson(value.object);
    case 'mask':
      return maskJson(value.mask);
  }
}

/** `sha256` is that of the pixels; for a part of other pixels, that of its id, which names them and the rectangle. */
export function imageJson(picture: Picture, remember: Remember): ImageJson {
  const id = pictureId(picture);
  remember(id, picture);
  const sha256 = id === picture.pixels.sha256 ? id : createHash('sha256').update(id).digest('hex');
  return { width: pictureWidth(picture), height: pictureHeight(picture), sha256, id };
}

export const boxJson = ({ x1, y1, x2, y2 }: Box): BoxJson => [x1, y1, x2, y2];

function objectJson({ box, category, score, class: name, classScore, mask }: DetectedObject): ObjectJson {
  return {
    box: boxJson(box),
    category,
    score,
    ...(name === undefined ? {} : { class: name }),
    ...(classScore === undefined ? {} : { classScore }),
    ...(mask === undefined ? {} : { mask: maskJson(mask) }),
  };
}

/** Of the picture that the mask belongs to only the covered rectangle is known: width and height are its. */
function maskJson({ box, alpha }: Mask): MaskJson {
  let area = 0;
  for (const opacity of alpha) if (opacity > 127) area++;
  return { width: widthOf(box), height: heightOf(box), area };
}
