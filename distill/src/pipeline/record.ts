import { mkdir } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { parse } from '@vprog/language';
import {
  type Ask,
  type Box,
  type DetectedObject,
  decodeFile,
  encodePicture,
  type HomeDirs,
  heightOf,
  type Picture,
  Runtime,
  sumOf,
  viewOf,
  wholePicture,
  widthOf,
} from '@vprog/runtime/models';
import type { Trace } from '@vprog/runtime/protocol';
import { writeWhole } from '@vprog/runtime/write-whole';
import { DistillError } from '../errors.ts';
import type { ProgramSource, ScoredBox } from '../protocol.ts';
import type { Job } from './job.ts';
import { type Photo, photosOf } from './photos.ts';

/** One input that a program gave to the module, and what the model that learns answered then. */
export interface Recording {
  /** Name and source of the photo that it comes from. */
  readonly photo: string;
  readonly source: string;
  /** The picture's file (absolute) and its SHA-256: the photo, or where the program had changed it a copy in the job. */
  readonly file: string;
  readonly sha256: string;
  /** The part of it that the module was given, in pixels. */
  readonly region: Box;
  /** The program, its cell and its step, from 0. */
  readonly program: string;
  readonly cell: number;
  readonly step: number;
  readonly answer: readonly ScoredBox[];
  /** Boxes drawn by hand, in pixels of the region; absent where nobody looked. */
  readonly truth?: readonly Box[];
}

export interface Recorded {
  readonly recordings: readonly Recording[];
  /** Pictures that could not be read, and programs that did not reach the module; a sentence each. */
  readonly skipped: readonly string[];
}

export interface RecordOptions {
  readonly capability: string;
  readonly category: string;
  /** Whose versions of models answer. */
  readonly home: HomeDirs;
  /** Absolute path of vprog.json. */
  readonly config?: string;
  readonly profile?: string;
  readonly onProgress: (done: number, total: number) => void;
  readonly signal: AbortSignal;
}

/** A program with one binding of its pictures. */
interface Run extends ProgramSource {
  readonly cell: number;
  readonly case?: number;
}

/** The smallest program that asks each capability of a picture. */
const programs: Readonly<Record<string, string>> = {
  faces: 'FACES = FACEDET(image=IMAGE)\nFINAL = RESULT(var=FACES)\n',
};

/** Gives each photo to the module as it is. */
export const programsFor = (photos: readonly Photo[], capability: string): readonly ProgramSource[] =>
  photos.map(({ path }) => ({ file: path, text: programs[capability] ?? '', cell: 0, inputs: { IMAGE: path } }));

/**
 * Runs programs on their pictures, without cached results, and keeps each input that the capability is asked about, once.
 * @throws DistillError where nothing was recorded
 */
export async function record(job: Job, sources: readonly ProgramSource[], options: RecordOptions): Promise<Recorded> {
  const runs = sources.flatMap(runsOf);
  const runtime = new Runtime(options.home);
  const found = new Map<string, Recording>();
  const skipped: string[] = [];
  for (const [index, run] of runs.entries()) {
    options.signal.throwIfAborted();
    options.onProgress(index, runs.length);
    const asks: Ask[] = [];
    const trace = await runtime.run(
      {
        run: `record-${index}`,
        text: run.text,
        file: run.file,
        cell: run.cell,
        inputs: run.inputs ?? {},
        ...(run.case === undefined ? {} : { case: run.case }),
        ...(options.config === undefined ? {} : { config: options.config }),
        ...(options.profile === undefined ? {} : { profile: options.profile }),
        device: 'cpu',
        cache: false,
      },
      { onAsk: ask => asks.push(ask), signal: options.signal },
    );
    options.signal.throwIfAborted();
    if (trace.error?.code.startsWith('VP50'))
      throw new DistillError(run.file, trace.error.message, 'Nothing was recorded', 'model');
    const asked = asks.filter(ask => ask.capability === options.capability);
    if (asked.length === 0)
      skipped.push(`${basename(run.file)}: ${trace.error?.message ?? 'it does not ask the module.'}`);
    for (const ask of asked) {
      const recording = await keep(job, run, ask, trace, options.category);
      const { region } = recording;
      const key = [recording.sha256, region.x1, region.y1, region.x2, region.y2].join(' ');
      if (!found.has(key)) found.set(key, recording);
    }
  }
  if (found.size === 0)
    throw new DistillError(
      'data',
      `nothing was recorded: ${skipped[0] ?? 'there is no program'}`,
      'Give pictures that can be read, or a program that runs the module',
      'data',
    );
  return { recordings: [...found.values()], skipped };
}

/** The pictures (absolute paths) that a program names, or that it is given. */
export function picturesOf({ file, text, cell, inputs = {} }: ProgramSource): readonly string[] {
  const cells = parse(text).file.cells.filter((_, index) => cell === undefined || cell === index);
  const named = cells.flatMap(({ directives }) =>
    directives.flatMap(directive => {
      if (directive.kind === 'Input') return [directive.input];
      return directive.kind === 'Case' ? directive.inputs : [];
    }),
  );
  const paths = named.map(({ path }) => resolve(dirname(file), path.text));
  return [...new Set([...paths, ...Object.values(inputs)])].sort();
}

/** Whether all that was recorded is still there as it was. */
export async function isRecorded({ recordings }: Recorded): Promise<boolean> {
  for (const { file, sha256 } of recordings) if ((await sumOf(file).catch(() => undefined)) !== sha256) return false;
  return true;
}

/** One for each cell that is asked for, or for each of its cases where it has some. */
function runsOf(source: ProgramSource): Run[] {
  const { cells } = parse(source.text).file;
  return cells.flatMap(({ directives, statements }, cell): Run[] => {
    if ((source.cell !== undefined && source.cell !== cell) || statements.length === 0) return [];
    const cases = directives
      .filter(({ kind }) => kind === 'Case')
      .map((_, index) => ({ ...source, cell, case: index }));
    return cases.length > 0 ? cases : [{ ...source, cell }];
  });
}

async function keep(job: Job, run: Run, ask: Ask, trace: Trace, category: string): Promise<Recording> {
  const { picture } = ask;
  const place = await fileOf(job, picture, trace);
  const [photo] = await photosOf([place.photo], category);
  const { region } = picture;
  const own = place.file === place.photo ? photo!.truth : undefined;
  return {
    photo: photo!.name,
    source: photo!.source,
    file: place.file,
    sha256: place.sha256,
    region,
    program: run.file,
    cell: run.cell,
    step: ask.step,
    answer: scored(ask.answer.value as readonly DetectedObject[]),
    ...(own === undefined ? {} : { truth: own.map(box => relative(box, region)) }),
  };
}

/** The file with the picture's pixels: the photo, or where a step had changed them a copy in the job's folder. */
async function fileOf(job: Job, picture: Picture, { inputs }: Trace) {
  for (const { path, sha256 } of inputs) {
    const { pixels } = await decodeFile(path);
    if (pixels.sha256 === picture.pixels.sha256) return { photo: path, file: path, sha256 };
  }
  const name = `${picture.pixels.sha256}.png`;
  await mkdir(job.path('inputs'), { recursive: true });
  const { bytes } = await encodePicture(wholePicture(picture.pixels), { format: 'png' });
  await writeWhole(job.path('inputs', name), bytes);
  const [first] = await photosOf([job.path('inputs', name)], '');
  return { photo: inputs[0]?.path ?? first!.path, file: first!.path, sha256: first!.sha256 };
}

const scored = (objects: readonly DetectedObject[]): ScoredBox[] =>
  objects.map(({ box: { x1, y1, x2, y2 }, score }) => ({ box: [x1, y1, x2, y2], score }));

const relative = ({ x1, y1, x2, y2 }: Box, to: Box): Box => ({
  x1: x1 - to.x1,
  y1: y1 - to.y1,
  x2: x2 - to.x1,
  y2: y2 - to.y1,
});

/** Decodes recorded inputs, the last few kept: crops of one come one after another. */
export class Inputs {
  readonly #decoded = new Map<string, Picture>();

  /** @throws DistillError where the file changed since it was recorded */
  async of({ file, sha256, region }: Pick<Recording, 'file' | 'sha256' | 'region'>): Promise<Picture> {
    let whole = this.#decoded.get(file);
    if (whole === undefined) {
      const decoded = await decodeFile(file);
      if (decoded.sha256 !== sha256)
        throw new DistillError(
          file,
          'it changed since it was recorded',
          'Start again, so that it is recorded anew',
          'data',
        );
      whole = wholePicture(decoded.pixels);
      if (this.#decoded.size >= 4) this.#decoded.clear();
      this.#decoded.set(file, whole);
    }
    return viewOf(whole, region);
  }
}

export const sizeOf = ({ region }: Pick<Recording, 'region'>) => ({ width: widthOf(region), height: heightOf(region) });
