import type { Answer, Capabilities } from '../capabilities.ts';
import { RunError } from '../errors.ts';
import { wholePicture } from '../images/picture.ts';
import { makePixels } from '../images/pixels.ts';
import type { Shape } from '../protocol.ts';
import { type Box, type DetectedObject, image, list, object, type Picture, type RuntimeValue } from '../values.ts';
import { implementations } from './index.ts';
import type { Arguments, Shown } from './module.ts';

// What the modules' tests share: known pixels, and answers given as data in place of a model.

type Colour = readonly [number, number, number];

/** A picture whose pixel at x, y is `colour(x, y)`. */
export function paint(width: number, height: number, colour: (x: number, y: number) => Colour): Picture {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) data.set(colour(x, y), (y * width + x) * 3);
  return wholePicture(makePixels(width, height, data));
}

export const box = (x1: number, y1: number, x2: number, y2: number): Box => ({ x1, y1, x2, y2 });

export const thing = (category: string, at: Box, more: Partial<DetectedObject> = {}): DetectedObject => ({
  box: at,
  category,
  score: 0.5,
  ...more,
});

export const things = (...found: readonly DetectedObject[]): RuntimeValue => list(found.map(object));

/** Answers by capability; what is not given is not bound. */
export interface Given {
  readonly detect?: readonly DetectedObject[];
  readonly faces?: readonly DetectedObject[];
  readonly people?: DetectedObject['mask'];
  readonly read?: readonly { readonly box: Box; readonly text: string; readonly score: number }[];
}

export interface Ran {
  readonly output: RuntimeValue;
  readonly warnings: readonly string[];
  readonly shown: Shown | undefined;
}

/** Runs a module as a step does, on answers given. */
export async function run(
  name: string,
  args: Arguments,
  given: Given = {},
): Promise<Ran & { asked: readonly string[] }> {
  const asked: string[] = [];
  const answer = async <T>(capability: string, value: T | undefined): Promise<Answer<T>> => {
    asked.push(capability);
    if (value === undefined) throw new RunError('VP501', `no model for ${capability}`);
    return { value, model: { id: 'given', sha256: '', provider: 'none', ms: 0 }, warnings: [] };
  };
  const models: Capabilities = {
    detect: () => answer('detect', given.detect),
    faces: () => answer('faces', given.faces),
    people: () => answer('people', given.people),
    read: () => answer('read', given.read),
    need: capability => {
      throw new RunError('VP501', `no model for ${capability}`);
    },
    identity: async () => undefined,
  };
  return { ...(await runWith(models, name, args)), asked };
}

/** Runs a module as a step does. */
export async function runWith(models: Capabilities, name: string, args: Arguments): Promise<Ran> {
  const warnings: string[] = [];
  const marks: Shape[] = [];
  const module = implementations.get(name)!;
  const output = await module.run(args, {
    models,
    use: answer => {
      warnings.push(...answer.warnings);
      return answer.value;
    },
    warn: message => warnings.push(message),
    mark: shapes => marks.push(...shapes),
  });
  const shown =
    module.show?.(args, output, marks) ??
    (output.type === 'image' ? { picture: output.picture, shapes: [] } : undefined);
  return { output, warnings, shown };
}

/** The objects of an output. */
export function objectsIn(output: RuntimeValue): readonly DetectedObject[] {
  if (!('items' in output)) throw new Error(`${output.type} is not a list`);
  return output.items.map(item => {
    if (item.type !== 'object') throw new Error(`${item.type} is not an object`);
    return item.object;
  });
}

/** The picture of an output. */
export function pictureIn(output: RuntimeValue): Picture {
  if (output.type !== 'image') throw new Error(`${output.type} is not an image`);
  return output.picture;
}

export const black: RuntimeValue = image(paint(64, 48, () => [0, 0, 0]));

/** The colour at x, y of a picture. */
export function pixelAt({ pixels, region }: Picture, x: number, y: number): Colour {
  const at = ((region.y1 + y) * pixels.width + region.x1 + x) * 3;
  return [pixels.data[at]!, pixels.data[at + 1]!, pixels.data[at + 2]!];
}
