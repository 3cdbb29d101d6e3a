import { readFile, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { ModelCard } from '@vprog/language';
import type { HomeDirs } from '@vprog/runtime/home';
import { checkModel, loadEnvironment, RunError } from '@vprog/runtime/models';
import {
  activateVersion,
  addVersion,
  listVersions,
  type ModelVersion,
  modelPath,
  versionName,
} from '@vprog/runtime/versions';
import { diskReason } from '@vprog/runtime/write-whole';
import { DistillError } from './errors.ts';
import { cardFile, exportVersion } from './export.ts';
import { type Filtered, filter } from './pipeline/filter.ts';
import { gate, type Verdict } from './pipeline/gate.ts';
import { generalCrops } from './pipeline/general.ts';
import { exclusively, Job, jobsFolder } from './pipeline/job.ts';
import { isLabelled, type Labelled, label, mostCrops, readLabels } from './pipeline/label.ts';
import { type Costs, measureCosts, type Plan, planFor, secondsOf } from './pipeline/plan.ts';
import { isRecorded, picturesOf, type Recorded, record, sizeOf } from './pipeline/record.ts';
import { type Request, resolveRequest } from './pipeline/request.ts';
import { countWeights } from './pipeline/student.ts';
import type { Teaching } from './pipeline/teaching.ts';
import { type Trained, trainStage } from './pipeline/train.ts';
import type { DistillParams, DistillResult, Estimate, ExportParams, ModelRef, Progress, Stage } from './protocol.ts';
import { renderReport } from './report/render.ts';
import { anchorsOf } from './students/anchors.ts';

export interface DistillOptions {
  readonly onProgress: (progress: Progress) => void;
  /** Aborted: it rejects before the next run of a model. What is finished stays, and is taken up by the same request. */
  readonly signal: AbortSignal;
}

/** Raise it when the same request should give something else. */
const pipeline = 1;

/** What keeping a job's candidate needs beside the result. */
interface Kept {
  readonly model: string;
  readonly base: number;
  readonly candidate: ModelCard;
  /** Of the request: where its models are declared. */
  readonly config?: string;
}

const resultFile = 'result.json';
const keepFile = 'candidate.json';
const reportFile = 'report.html';

/** The pipeline: record, label, filter, train, gate, and then, if the user will have it, activate. */
export class Distiller {
  readonly #home: HomeDirs;

  constructor(home: HomeDirs) {
    this.#home = home;
  }

  /** What a distillation would take; nothing is changed. */
  async estimate(params: DistillParams): Promise<Estimate> {
    const request = await resolveRequest(this.#home, params);
    const { student, teacher } = request.teaching;
    const costs = await tried(request.teaching);
    const usual = planFor(params.seed, costs, params.budget);
    const inputs = new Set(request.data.programs.flatMap(picturesOf)).size;
    // How many is known once the teacher has looked: at most so many.
    const plan = { ...usual, crops: Math.min(usual.crops, inputs * mostCrops) };
    const { anchors, values } = request.teaching.lesson;
    const remarks: string[] = [];
    const sizes = await sizesOf(request);
    if (sizes.teacher > sizes.student)
      remarks.push(
        `The teacher is the larger model (${thousands(sizes.teacher)} weights, the student ${thousands(sizes.student)}): the method is meant for a small teacher that knows one task better.`,
      );
    const job = Job.of(this.#home, identityOf(request));
    if ((await this.#resultOf(job)) !== undefined) remarks.push('It was done before: its report is shown at once.');
    else if ((await job.read('record.json')) !== undefined)
      remarks.push('An earlier attempt is taken up where it ended.');
    return {
      student: refOf(student),
      teacher: refOf(teacher),
      pictures: inputs,
      crops: plan.crops,
      seconds: secondsOf(plan, costs, inputs),
      bytes: plan.crops * anchors * (1 + values) * 4 + 8 * student.file.bytes + 2e6,
      remarks,
    };
  }

  /**
   * All stages but the last. The same request takes up an earlier attempt, and one that was done gives its result.
   * @throws DistillError, RunError, OnnxError or Error with a message for the user
   */
  async distill(params: DistillParams, options: DistillOptions): Promise<DistillResult> {
    const work = async () => {
      const request = await resolveRequest(this.#home, params);
      const job = await Job.open(this.#home, identityOf(request));
      return (await this.#resultOf(job)) ?? naming(request.data.name, () => this.#run(job, request, options));
    };
    return inPlainWords(() => exclusively(this.#home, work));
  }

  /** Makes the candidate of a job a version, and activates it: in the configuration (absolute path), else in the home. */
  async keep(folder: string, config?: string): Promise<DistillResult> {
    const job = new Job(folder);
    const kept = await job.read<Kept>(keepFile);
    const result = await job.read<DistillResult>(resultFile);
    if (kept === undefined || result === undefined)
      throw new DistillError(folder, 'there is no finished distillation here', 'Distil first');
    if (!result.accepted)
      throw new DistillError(folder, 'the gate refused its candidate', 'Distil with other data or another teacher');
    const work = async () => {
      await checkApplies(this.#home, kept, config);
      const version = (await this.#versionOf(kept)) ?? (await this.#addVersion(job, result, kept));
      const named = { ...result, version: versionName(version) };
      if (named.version !== result.version) await job.write(resultFile, JSON.stringify(named, undefined, 2));
      await activateVersion(this.#home, config, version.model, version.number);
      return named;
    };
    return inPlainWords(() => exclusively(this.#home, work));
  }

  /** The version that a candidate is already: kept before, also where that was cut short. */
  async #versionOf({ model, base, candidate }: Kept): Promise<ModelVersion | undefined> {
    const versions = await listVersions(this.#home, model);
    return versions.find(version => version.base === base && version.sha256 === candidate.file.sha256);
  }

  async #addVersion(job: Job, result: DistillResult, { model, base, candidate }: Kept): Promise<ModelVersion> {
    await checkCandidate(job, candidate);
    const { weights } = candidate;
    return addVersion(
      this.#home,
      {
        model,
        base,
        capability: candidate.capability,
        sha256: candidate.file.sha256,
        bytes: candidate.file.bytes,
        original: { sha256: weights!.sha256, bytes: weights!.bytes },
        teacher: result.teacher,
        data: result.data,
        seed: result.seed,
        metric: result.metric,
      },
      await filesOf(job, result, candidate),
    );
  }

  /** Throws away what a job left, with its candidate unless that is a version. Its report stays. */
  async discard(folder: string): Promise<void> {
    const job = new Job(folder);
    // All in it goes: it must be none of the user's own.
    if (dirname(resolve(folder)) !== jobsFolder(this.#home) || (await job.read('job.json')) === undefined)
      throw new DistillError(folder, 'there is no distillation here', 'Name the folder that one left', 'data');
    await exclusively(this.#home, async () => {
      const kept = await job.read<Kept>(keepFile);
      const sha256 = kept?.candidate.file.sha256;
      const versions = await listVersions(this.#home);
      if (sha256 !== undefined && !versions.some(version => version.sha256 === sha256))
        await rm(modelPath(this.#home, sha256), { force: true });
      await job.clear(reportFile);
    });
  }

  /** Writes a version as one plain ONNX file in the Hub's layout; its path. */
  export(params: ExportParams): Promise<string> {
    return inPlainWords(() => exportVersion(this.#home, params));
  }

  /** What an earlier attempt came to; none where its candidate could not be kept any more. */
  async #resultOf(job: Job): Promise<DistillResult | undefined> {
    const result = await job.read<DistillResult>(resultFile);
    const kept = await job.read<Kept>(keepFile);
    if (result === undefined || kept === undefined) return undefined;
    return !result.accepted || (await isWhole(kept.candidate)) ? result : undefined;
  }

  async #run(job: Job, request: Request, { onProgress, signal }: DistillOptions): Promise<DistillResult> {
    const { params, teaching, data, capability, model, base } = request;
    const { student, teacher, category } = teaching;
    const { seed } = params;
    const during = (stage: Stage) => ({
      onProgress: (done: number, total: number, loss?: number) =>
        onProgress({ stage, done, total, ...(loss === undefined ? {} : { loss }) }),
      signal,
    });
    const plan = await this.#planOf(job, request);
    const recorded = await job.stage<Recorded>(
      'record',
      () =>
        record(job, data.programs, {
          capability,
          category,
          home: this.#home,
          ...(request.config === undefined ? {} : { config: request.config }),
          ...(params.profile === undefined ? {} : { profile: params.profile }),
          ...during('record'),
        }),
      isRecorded,
    );
    const { recordings } = recorded.value;
    const labelled = await job.stage<Labelled>(
      'label',
      () => label(job, recordings, teaching, { seed, crops: plan.crops, ...during('label') }),
      value => isLabelled(job, value, teaching.lesson),
    );
    const labels = await readLabels(job);
    const filtered = await job.stage<Filtered>('filter', async () => {
      onProgress({ stage: 'filter', done: 0, total: 1 });
      return filter(labels, anchorsOf(teacher).threshold, recordings.map(sizeOf));
    });
    const { used } = filtered.value;
    if (used.length === 0)
      throw new DistillError('data', 'no label is left to learn from', 'Give more or other photos', 'data');
    const held = new Set(labels.filter(({ side }) => side === 'held-out').map(({ source }) => source));
    const general = (side: 'train' | 'held-out') => generalCrops(side, recordings, held, seed, category);
    const trained = await job.stage<Trained>(
      'train',
      async () =>
        trainStage(
          this.#home,
          job,
          teaching,
          { recordings, labels, used, replay: await general('train') },
          { course: plan.course, ...during('train') },
        ),
      value => isWhole(value.candidate),
    );
    const { candidate, losses } = trained.value;
    const judged = await job.stage<Verdict>('gate', async () =>
      gate(
        job,
        teaching,
        candidate,
        { recordings, labels, general: await general('held-out') },
        { seed, ...during('gate') },
      ),
    );
    const stages = Object.entries({
      record: recorded,
      label: labelled,
      filter: filtered,
      train: trained,
      gate: judged,
    }).map(([name, { seconds }]) => ({ name: name as Stage, seconds }));
    const { metric, truth, retention, flipped, flips, accepted, reason } = judged.value;
    const result: DistillResult = {
      format: 1,
      job: job.folder,
      capability,
      student: refOf(student),
      teacher: refOf(teacher),
      sizes: await sizesOf(request),
      data: { name: data.name, photos: new Set(recordings.map(({ file }) => file)).size, sha256: data.sha256 },
      seed,
      samples: {
        recorded: recordings.length,
        labelled: labelled.value.labels,
        used: used.length,
        heldOut: labelled.value.heldOut,
      },
      skipped: recorded.value.skipped,
      metric,
      ...(truth === undefined ? {} : { truth }),
      retention,
      flipped,
      flips,
      losses,
      stages,
      accepted,
      reason,
      version: null,
      seconds: stages.reduce((sum, { seconds }) => sum + seconds, 0),
    };
    const kept: Kept = { model, base, candidate, ...(request.config === undefined ? {} : { config: request.config }) };
    await job.write(keepFile, JSON.stringify(kept));
    await job.write(reportFile, await renderReport(result, path => readFile(job.path(path))));
    await job.write(resultFile, JSON.stringify(result, undefined, 2));
    return result;
  }

  /** Made once for a job: how fast this machine is at another moment must not change what is learnt. */
  async #planOf(job: Job, { params, teaching }: Request): Promise<Plan> {
    const before = await job.read<Plan>('plan.json');
    if (before !== undefined) return before;
    const costs = params.budget === undefined ? { label: 0, train: 0, judge: 0 } : await tried(teaching);
    const plan = planFor(params.seed, costs, params.budget);
    await job.write('plan.json', JSON.stringify(plan, undefined, 2));
    return plan;
  }
}

/** All that a result depends on. */
function identityOf({ params, teaching, data, model, base }: Request): object {
  const { student, teacher } = teaching;
  const { capability, seed, budget } = params;
  return {
    pipeline,
    capability,
    student: { model, base, ...identityOfCard(student) },
    teacher: { id: teacher.id, ...identityOfCard(teacher) },
    data: { name: data.name, sha256: data.sha256 },
    seed,
    budget,
  };
}

/** How a model is fed and read counts too: another threshold is another answer. */
const identityOfCard = ({ file, input, decoder }: ModelCard) => ({ sha256: file.sha256, input, decoder });

const isWhole = (candidate: ModelCard): Promise<boolean> =>
  checkModel(candidate).then(
    () => true,
    () => false,
  );

/** A version of another file than the one that is bound now would stop every program that asks it. */
async function checkApplies(home: HomeDirs, kept: Kept, given: string | undefined): Promise<void> {
  const { model, candidate, config = given } = kept;
  const { cards } = await loadEnvironment({ home, ...(config === undefined ? {} : { config }) });
  const original = cards.find(({ id }) => id === model);
  if (original === undefined || original.file.sha256 === candidate.weights?.sha256) return;
  throw new DistillError(
    `model ${model}`,
    'its file is another than the one that learnt',
    'The version in force stays: distil again',
    'model',
  );
}

async function checkCandidate(job: Job, candidate: ModelCard): Promise<void> {
  if (await isWhole(candidate)) return;
  throw new DistillError(
    job.folder,
    `the file of its candidate, ${candidate.file.path}, is gone or damaged`,
    'Distil again',
  );
}

/** With the name of the data where that is at fault: the stages do not know it. */
async function naming<T>(data: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DistillError && error.where === 'data')) throw error;
    throw new DistillError(data, error.what, error.remedy, error.fault);
  }
}

/** What the work costs, from one try of each kind. */
async function tried(teaching: Teaching): Promise<Costs> {
  try {
    return await measureCosts(teaching);
  } catch (error) {
    if (!(error instanceof RunError)) throw error;
    throw new DistillError('a first try', error.message, 'Nothing was changed', 'model');
  }
}

/** With one sentence for the user where the disk is full. */
async function inPlainWords<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const reason = diskReason(error);
    throw reason === undefined ? error : new Error(reason, { cause: error });
  }
}

const refOf = ({ id, file }: ModelCard): ModelRef => ({ id, sha256: file.sha256 });

async function sizesOf({ teaching: { student, teacher } }: Request): Promise<DistillResult['sizes']> {
  return { student: await countWeights(student), teacher: await countWeights(teacher) };
}

const thousands = (count: number): string => `${Math.round(count / 1000)} thousand`;

/** What a version shows of how it came to be. */
async function filesOf(
  job: Job,
  result: DistillResult,
  candidate: ModelCard,
): Promise<ReadonlyMap<string, Uint8Array | string>> {
  const names = [reportFile, ...result.flips.map(({ picture }) => picture)];
  const files = await Promise.all(names.map(async name => [name, await readFile(job.path(name))] as const));
  return new Map<string, Uint8Array | string>([
    ...files,
    [resultFile, JSON.stringify(result, undefined, 2)],
    [cardFile, JSON.stringify(candidate, undefined, 2)],
  ]);
}
