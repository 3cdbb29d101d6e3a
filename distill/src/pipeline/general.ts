import { dirname, join } from 'node:path';
import { decodeFile, type Picture, wholePicture } from '@vprog/runtime/models';
import { runtimeFile } from '@vprog/runtime/root';
import type { ScoredBox } from '../protocol.ts';
import { shuffled } from '../random.ts';
import { drawCrops, renderCrop, untouched } from './crops.ts';
import { truthOn } from './label.ts';
import { type Photo, photosIn } from './photos.ts';
import type { Recording } from './record.ts';
import type { Side } from './split.ts';

/** The folder of the photos that come with VProg, with boxes drawn by hand. */
export const bundledPhotos = (): string => join(dirname(runtimeFile()), 'examples', 'photos');

/** A picture of everyday things, on which the student should be no worse than before. */
export interface GeneralCrop {
  readonly photo: string;
  readonly picture: Picture;
  readonly truth: readonly ScoredBox[];
}

/** Crops of each photo beside the whole. */
const perPhoto = 8;

/**
 * The bundled photos on one side of a split of their own, which agrees with that of the recorded inputs: a photo that
 * was learnt from is never judged by.
 */
export async function generalCrops(
  side: Side,
  recordings: readonly Recording[],
  held: ReadonlySet<string>,
  seed: number,
  category: string,
): Promise<readonly GeneralCrop[]> {
  const photos = await photosIn(bundledPhotos(), category);
  const recorded = new Map(recordings.map(({ sha256, source }) => [sha256, held.has(source)]));
  const sources = [...new Set(photos.map(({ source }) => source))].sort();
  const order = shuffled(sources, 1);
  const isHeld = (source: string): boolean => {
    const known = photos.filter(photo => photo.source === source).flatMap(({ sha256 }) => recorded.get(sha256) ?? []);
    return known.length > 0 ? known.includes(true) : order.indexOf(source) % 2 === 0;
  };
  const chosen = photos.filter(({ source }) => isHeld(source) === (side === 'held-out'));
  const crops: GeneralCrop[] = [];
  for (const [index, photo] of chosen.entries()) crops.push(...(await cropsOf(photo, seed * 99_991 + index)));
  return crops;
}

async function cropsOf({ path, name, truth = [] }: Photo, seed: number): Promise<GeneralCrop[]> {
  const picture = wholePicture((await decodeFile(path)).pixels);
  const { width, height } = picture.pixels;
  return [untouched(0, width, height), ...drawCrops(0, { width, height }, truth, perPhoto, seed)].map(crop => {
    const rendered = renderCrop(picture, crop);
    return { photo: name, picture: rendered, truth: truthOn(rendered, crop, truth) };
  });
}
