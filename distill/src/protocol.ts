import { NotificationType, RequestType } from 'vscode-jsonrpc';

/**
 * What crosses the border of the distilling process: plain JSON in the shapes that `vprog distill --json` prints and
 * `result.json` in a job's folder holds.
 */

/** The stages in their order. Each leaves its artefacts in the job's folder and is not done again. */
export const stages = ['record', 'label', 'filter', 'train', 'gate'] as const;
export type Stage = (typeof stages)[number];

/** Where the inputs of the module come from. */
export type DataSource =
  /** The photos that come with VProg. */
  | { readonly kind: 'bundled' }
  /** Every picture in a folder (absolute path) and below it, given to the module as it is. */
  | { readonly kind: 'folder'; readonly path: string }
  /** What the module is given when these programs run on their pictures. */
  | { readonly kind: 'programs'; readonly programs: readonly ProgramSource[] };

export interface ProgramSource {
  /** Absolute path; directives name pictures relative to its folder. */
  readonly file: string;
  readonly text: string;
  /** Zero-based; absent: all cells. */
  readonly cell?: number;
  /** Variable name to absolute path; these win over the directives. */
  readonly inputs?: Readonly<Record<string, string>>;
}

export interface DistillParams {
  /** The capability whose model learns: `faces` for FACEDET. */
  readonly capability: string;
  /** Id of the model that learns; absent: the one that is bound, in the version that is active. */
  readonly student?: string;
  /** Id of the model that teaches. */
  readonly teacher: string;
  readonly data: DataSource;
  /** Absolute path of vprog.json; absent: the nearest one above the data, or none. */
  readonly config?: string;
  readonly profile?: string;
  /** Two runs with the same seed, data and models give the same weights. */
  readonly seed: number;
  /** Seconds that training may take; absent: as long as the epochs last. */
  readonly budget?: number;
}

export interface ModelRef {
  readonly id: string;
  readonly sha256: string;
}

export interface Estimate {
  readonly student: ModelRef;
  readonly teacher: ModelRef;
  readonly pictures: number;
  /** Crops that are labelled, of both sides of the split. */
  readonly crops: number;
  /** Of all stages, from steps that were tried. */
  readonly seconds: number;
  /** Of the job's folder. */
  readonly bytes: number;
  /** What a user should know before: that work of an earlier attempt is taken up, that the teacher is the larger model. */
  readonly remarks: readonly string[];
}

export interface Progress {
  readonly stage: Stage;
  readonly done: number;
  readonly total: number;
  /** While training: the mean loss of the last steps. */
  readonly loss?: number;
}

/** A figure before and after, with the 95 % interval of the difference after - before, by bootstrap over `items`. */
export interface Change {
  readonly name: string;
  readonly before: number;
  readonly after: number;
  readonly low: number;
  readonly high: number;
  /** How many held-out crops the figure is of, and of how many photos they were cut. */
  readonly items: number;
  readonly photos: number;
}

/** What one held-out crop shows: boxes [x1, y1, x2, y2] in pixels of the crop. */
export interface Flip {
  /** The photo's file name. */
  readonly photo: string;
  /** `right`: the new version agrees with the teacher where the old one did not; `wrong`: the reverse. */
  readonly change: 'right' | 'wrong';
  /** JPEG in the job's folder, by relative path; without drawings. */
  readonly picture: string;
  readonly width: number;
  readonly height: number;
  readonly teacher: readonly ScoredBox[];
  readonly before: readonly ScoredBox[];
  readonly after: readonly ScoredBox[];
}
export interface ScoredBox {
  readonly box: readonly [x1: number, y1: number, x2: number, y2: number];
  readonly score: number;
}

export interface LossPoint {
  /** Updates of the weights so far. */
  readonly step: number;
  readonly loss: number;
  /** Its parts by name, such as `score`, `box`, `retention`. */
  readonly parts: Readonly<Record<string, number>>;
}

export interface DistillResult {
  readonly format: 1;
  /** Absolute path of the job's folder, which holds every artefact and `report.html`. */
  readonly job: string;
  readonly capability: string;
  readonly student: ModelRef;
  readonly teacher: ModelRef;
  /** Weights of student and teacher: the report says so where the teacher is the larger model. */
  readonly sizes: { readonly student: number; readonly teacher: number };
  readonly data: { readonly name: string; readonly photos: number; readonly sha256: string };
  readonly seed: number;
  readonly samples: {
    readonly recorded: number;
    readonly labelled: number;
    readonly used: number;
    readonly heldOut: number;
  };
  /** Pictures and programs that gave nothing, with the reason; a sentence each. */
  readonly skipped: readonly string[];
  /** Agreement with the teacher. */
  readonly metric: Change;
  /** Against boxes drawn by hand, where the data has them. */
  readonly truth?: Change;
  readonly retention: readonly (Change & { readonly set: string; readonly rule: string })[];
  readonly flipped: number;
  readonly flips: readonly Flip[];
  readonly losses: readonly LossPoint[];
  readonly stages: readonly { readonly name: Stage; readonly seconds: number }[];
  /** The gate's decision, and why, in a sentence. */
  readonly accepted: boolean;
  readonly reason: string;
  /** Such as `blazeface_front@2`, once it was kept; null before, and where the gate refused. */
  readonly version: string | null;
  readonly seconds: number;
}

export interface ExportParams {
  /** Such as `blazeface_front@2`. */
  readonly version: string;
  /** Absolute path of a folder that does not exist or is empty. */
  readonly folder: string;
}

/** What the requests reject with has a `message` for the user: where, what, what to do. */
export const estimateRequest = new RequestType<DistillParams, Estimate, void>('estimate');
/** Takes up an earlier attempt with the same parameters and data where it ended. */
export const distillRequest = new RequestType<DistillParams, DistillResult, void>('distill');
export const progressNotification = new NotificationType<Progress>('progress');
/** Makes the accepted candidate of a job (its folder) a version and activates it: the result, with its version. */
export const keepRequest = new RequestType<{ readonly job: string; readonly config?: string }, DistillResult, void>(
  'keep',
);
/** Throws the candidate of a job away. Its report stays. */
export const discardRequest = new RequestType<{ readonly job: string }, void, void>('discard');
/** Writes a version as one plain ONNX file, with its card, in the layout of the Hub; the path of the ONNX file. */
export const exportRequest = new RequestType<ExportParams, string, void>('export');
