import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { type Capability, capabilities, type Environment, type ModelCard } from '@vprog/language';
import type { HomeDirs } from '@vprog/runtime/home';
import { checkModel, findConfig, loadEnvironment, OnnxEngine, RunError, sumOf } from '@vprog/runtime/models';
import { parseVersionName } from '@vprog/runtime/versions';
import { DistillError } from '../errors.ts';
import type { DataSource, DistillParams, ProgramSource } from '../protocol.ts';
import { shuffled } from '../random.ts';
import { bundledPhotos } from './general.ts';
import { type Photo, photosIn } from './photos.ts';
import { picturesOf, programsFor } from './record.ts';
import { type Teaching, teachingOf } from './teaching.ts';

/** A request with all that it names looked up. */
export interface Request {
  readonly params: DistillParams;
  readonly capability: Capability;
  readonly teaching: Teaching;
  /** The original's id, and the version that the student is; 0: the original itself. */
  readonly model: string;
  readonly base: number;
  readonly config: string | undefined;
  readonly data: Data;
}

export interface Data {
  /** For people, such as `bundled photos`. */
  readonly name: string;
  readonly programs: readonly ProgramSource[];
  /** Of folders; programs bring their own. */
  readonly photos: readonly Photo[];
  /** Of all files and programs. */
  readonly sha256: string;
}

/** @throws DistillError; what is wrong with models is told apart by its `fault` */
export async function resolveRequest(home: HomeDirs, params: DistillParams): Promise<Request> {
  const capability = capabilities.find(name => name === params.capability);
  if (capability !== 'faces')
    throw new DistillError(
      `capability ${params.capability}`,
      capability === undefined ? 'there is none of that name' : 'this version cannot train its models',
      'It trains `faces`, which FACEDET asks',
      'data',
    );
  const config = params.config ?? findConfig(folderOf(params.data));
  const { student, teacher, models } = await modelsOf(home, params, capability, config);
  const teaching = teachingOf(student, teacher, new OnnxEngine());
  for (const card of [student, teacher]) await checked(card);
  const { model, number } = parseVersionName(student.id)!;
  const isVersion = student.weights !== undefined;
  return {
    params,
    capability,
    teaching,
    model: isVersion ? model : student.id,
    base: isVersion ? number : 0,
    config,
    data: await dataOf(params.data, teaching.category, capability, models),
  };
}

async function modelsOf(home: HomeDirs, params: DistillParams, capability: Capability, config: string | undefined) {
  const { environment, problems, cards } = await loadEnvironment({
    home,
    ...(config === undefined ? {} : { config }),
    ...(params.profile === undefined ? {} : { profile: params.profile }),
  });
  const wrong = problems.find(({ severity }) => severity === 'error');
  if (wrong !== undefined) throw new DistillError(config ?? 'configuration', wrong.message, 'Mend it first', 'data');
  const binding = environment.models[capability];
  // As programs read it: with what its binding sets in place of its own.
  const bound = binding && {
    ...binding.card,
    decoder: { ...binding.card.decoder, ...binding.binding.parameters } as ModelCard['decoder'],
  };
  const student = params.student === undefined ? bound : find(cards, params.student, capability);
  if (student === undefined)
    throw new DistillError(`capability ${capability}`, 'no model is bound to it', 'Bind one in vprog.json', 'model');
  const teacher = find(cards, params.teacher, capability);
  if (teacher.file.sha256 === student.file.sha256)
    throw new DistillError(`teacher ${teacher.id}`, 'it is the student itself', 'Choose another teacher', 'model');
  return { student, teacher, models: environment.models };
}

function find(cards: readonly ModelCard[], id: string, capability: Capability): ModelCard {
  const found = cards.find(card => card.id === id && card.capability === capability);
  if (found !== undefined) return found;
  const known = cards.filter(card => card.capability === capability).map(card => `\`${card.id}\``);
  throw new DistillError(
    `model ${id}`,
    `there is none of that name for \`${capability}\``,
    `Choose one of ${known.join(', ')}, or declare it in vprog.json`,
    'model',
  );
}

async function checked(card: ModelCard): Promise<void> {
  try {
    await checkModel(card);
  } catch (error) {
    if (!(error instanceof RunError)) throw error;
    throw new DistillError(`model ${card.id}`, error.message, 'Nothing was changed', 'model');
  }
}

function folderOf(data: DataSource): string {
  if (data.kind === 'folder') return data.path;
  const first = data.kind === 'programs' ? data.programs[0]?.file : undefined;
  return first === undefined ? process.cwd() : dirname(first);
}

async function dataOf(
  source: DataSource,
  category: string,
  capability: Capability,
  models: Environment['models'],
): Promise<Data> {
  if (source.kind === 'programs') {
    const { programs } = source;
    if (programs.length === 0) throw new DistillError('data', 'no program was given', 'Name one', 'data');
    const texts = programs.map(({ file, text, cell, inputs }) => [file, text, cell, inputs]);
    const paths = [...new Set(programs.flatMap(picturesOf))];
    const pictures = await Promise.all(paths.map(async path => [path, await sumOf(path).catch(() => undefined)]));
    // What a program gives to one module is what others answered.
    const others = Object.entries(models).map(([name, { card }]) => [name, card.id, card.file.sha256]);
    const sha256 = digest([texts, pictures, others]);
    return { name: programs.map(({ file }) => basename(file)).join(', '), programs, photos: [], sha256 };
  }
  const folder = source.kind === 'bundled' ? bundledPhotos() : source.path;
  if (source.kind === 'bundled' && !existsSync(folder))
    throw new DistillError(folder, 'the bundled photos are not there', 'Install VProg again, or give a folder', 'data');
  const all = await photosIn(folder, category);
  const photos = shuffled(all, 1)
    .slice(0, mostPhotos)
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const part = all.length > photos.length ? ` (${photos.length} of ${all.length} photos, drawn at random)` : '';
  return {
    name: source.kind === 'bundled' ? 'bundled photos' : `${folder}${part}`,
    programs: programsFor(photos, capability),
    photos,
    sha256: digest(photos.map(({ name, sha256, source, truth }) => [name, sha256, source, truth])),
  };
}

/** More would fill the memory while training, and tell little more. */
const mostPhotos = 400;

const digest = (content: unknown): string => createHash('sha256').update(JSON.stringify(content)).digest('hex');
