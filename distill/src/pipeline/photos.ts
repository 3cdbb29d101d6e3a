import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { type Box, sumOf } from '@vprog/runtime/models';
import { DistillError } from '../errors.ts';

/** A picture to learn from or to judge by. */
export interface Photo {
  /** Absolute. */
  readonly path: string;
  /** Its file name. */
  readonly name: string;
  /** Of the file. */
  readonly sha256: string;
  /** Photos of one source show the same: they are never on both sides of a split. */
  readonly source: string;
  /** Boxes drawn by hand, in pixels; absent where nobody looked. */
  readonly truth?: readonly Box[];
}

const pictures = /\.(jpe?g|png|webp|gif|tiff?|avif|heic)$/i;

/**
 * Every picture in a folder (absolute) and below it, hidden folders left out, by path.
 * @param category what the boxes of `annotations.json` are wanted of, such as `face`.
 * @throws DistillError where there is no picture, or the folder cannot be read
 */
export async function photosIn(folder: string, category: string): Promise<readonly Photo[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      const whats: Readonly<Record<string, string>> = { ENOENT: 'there is no such folder', ENOTDIR: 'it is a file' };
      const what = whats[error.code ?? ''] ?? `it cannot be read (${error.code})`;
      throw new DistillError(folder, what, 'Give a folder of pictures', 'data');
    },
  );
  const paths: string[] = [];
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    if (!pictures.test(entry.name) || hidden.test(relative(folder, path))) continue;
    if (entry.isFile() || (entry.isSymbolicLink() && (await isFile(path)))) paths.push(path);
  }
  if (paths.length === 0)
    throw new DistillError(
      folder,
      'it holds no picture',
      'Give a folder of JPEG, PNG, WebP, GIF, TIFF or AVIF files',
      'data',
    );
  return photosOf(paths.sort(), category);
}

/** Files and folders that begin with a dot, and what lies in them or in `node_modules`; of a relative path. */
const hidden = /(^|[/\\])(\.|node_modules[/\\])/;

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    found => found.isFile(),
    () => false,
  );

/** The pictures at some absolute paths, with what `annotations.json` beside each says of it. */
export async function photosOf(paths: readonly string[], category: string): Promise<readonly Photo[]> {
  const notes = new Map<string, Annotations>();
  const photos: Photo[] = [];
  for (const path of paths) {
    const folder = dirname(path);
    if (!notes.has(folder)) notes.set(folder, await readAnnotations(join(folder, 'annotations.json'), category));
    const name = basename(path);
    const sha256 = await sumOf(path).catch((error: NodeJS.ErrnoException) => {
      throw new DistillError(path, `it cannot be read (${error.code})`, 'Make it readable, or take it away', 'data');
    });
    photos.push({ path, name, sha256, ...(notes.get(folder)!.get(name) ?? { source: sha256 }) });
  }
  return photos;
}

type Annotations = ReadonlyMap<string, Pick<Photo, 'source' | 'truth'>>;

/** What of COCO's format is read here: https://cocodataset.org/#format-data. `source` is ours: photos of one name show the same. */
interface Coco {
  readonly images: readonly { readonly id: number; readonly file_name: string; readonly source?: string }[];
  readonly annotations: readonly {
    readonly image_id: number;
    readonly category_id: number;
    /** x, y, width, height in pixels. */
    readonly bbox: readonly [number, number, number, number];
  }[];
  readonly categories: readonly { readonly id: number; readonly name: string }[];
}

async function readAnnotations(path: string, category: string): Promise<Annotations> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw wrong(path, `it cannot be read (${error.code})`);
  });
  if (text === undefined) return new Map();
  const coco = parseCoco(path, text);
  const wanted = coco.categories.filter(({ name }) => name === category).map(({ id }) => id);
  const boxes = (image: number): Box[] =>
    coco.annotations
      .filter(({ image_id, category_id }) => image_id === image && wanted.includes(category_id))
      .map(({ bbox: [x, y, width, height] }) => ({ x1: x, y1: y, x2: x + width, y2: y + height }));
  return new Map(
    coco.images.map(({ id, file_name, source = file_name }) => [
      file_name,
      wanted.length === 0 ? { source } : { source, truth: boxes(id) },
    ]),
  );
}

const wrong = (path: string, what: string) =>
  new DistillError(path, what, 'Correct it, or remove it to go without drawn boxes', 'data');

function parseCoco(path: string, text: string): Coco {
  let coco: Partial<Coco> | null;
  try {
    coco = JSON.parse(text) as Partial<Coco> | null;
  } catch (error) {
    throw wrong(path, `it is not JSON (${(error as Error).message})`);
  }
  const { images, annotations, categories } = coco ?? {};
  if (!Array.isArray(images) || !Array.isArray(annotations) || !Array.isArray(categories))
    throw wrong(path, "it is not in COCO's format, which has lists of images, annotations and categories");
  const complain = (list: string, index: number, what: string) => {
    if (index >= 0) throw wrong(path, `${list}[${index}] ${what}`);
  };
  const isNumber = (value: unknown) => typeof value === 'number';
  complain(
    'images',
    images.findIndex(image => !isNumber(image?.id)),
    'has no id that is a number',
  );
  complain(
    'images',
    images.findIndex(({ file_name }) => typeof file_name !== 'string'),
    'has no file_name',
  );
  const isText = (value: unknown) => value === undefined || typeof value === 'string';
  complain(
    'images',
    images.findIndex(({ source }) => !isText(source)),
    'has a source that is no text',
  );
  const isNamed = (value: Coco['categories'][number]) => isNumber(value?.id) && typeof value.name === 'string';
  complain(
    'categories',
    categories.findIndex(value => !isNamed(value)),
    'has no id and name',
  );
  const isBox = (bbox: unknown) =>
    Array.isArray(bbox) && bbox.length === 4 && bbox.every(Number.isFinite) && bbox[2] > 0 && bbox[3] > 0;
  const bad = annotations.findIndex(annotation => !isBox(annotation?.bbox));
  complain('annotations', bad, 'has no bbox of four numbers x, y, width, height, the last two above 0');
  const ids = new Set(images.map(({ id }) => id));
  const lost = annotations.findIndex(({ image_id }) => !ids.has(image_id));
  complain('annotations', lost, 'has an image_id that no image has');
  return coco as Coco;
}
