import type { Capability } from '@vprog/language';
import { NotificationType, RequestType, RequestType0 } from 'vscode-jsonrpc';
import type { ModelVersion } from './store/version.ts';

export type { ModelVersion };

/**
 * What crosses the border of the runtime process: plain JSON in the shapes that `vprog run --json` prints and a saved
 * trace holds. Positions are LSP's: zero-based line, UTF-16 character. Boxes are [x1, y1, x2, y2] in pixels of the
 * picture they belong to, origin at the top left.
 */

export interface Position {
  readonly line: number;
  readonly character: number;
}
export interface Range {
  readonly start: Position;
  readonly end: Position;
}
export type BoxJson = readonly [x1: number, y1: number, x2: number, y2: number];

export interface ProblemJson {
  readonly code: string;
  readonly name: string;
  readonly severity: 'error' | 'warning' | 'information' | 'hint';
  readonly message: string;
  readonly exception?: string;
  readonly range: Range;
  readonly fixes?: readonly {
    readonly title: string;
    readonly edits: readonly { readonly range: Range; readonly newText: string }[];
  }[];
}

export type ValueType =
  | 'str'
  | 'int'
  | 'float'
  | 'bool'
  | 'None'
  | 'list'
  | 'tuple'
  | 'dict'
  | 'set'
  | 'image'
  | 'patch'
  | 'box'
  | 'object'
  | 'mask'
  | 'video'
  | 'function';

/**
 * A value. Elements of lists, tuples and sets are Values, a dict is a list of [key, value] pairs of Values; ints beyond
 * 2^53 and NaN or infinities are strings; see ImageJson, ObjectJson and MaskJson for the others. `repr` is what CPython's repr would print where CPython
 * has the type.
 */
export interface Value {
  readonly type: ValueType;
  readonly value: unknown;
  readonly repr: string;
}
/** `sha256` identifies the pixels. `id` asks the runtime for pixels (see `picture`) while it remembers the image; `path` is set where `--out` saved it. */
export interface ImageJson {
  readonly width: number;
  readonly height: number;
  readonly sha256: string;
  readonly id: string;
  readonly path?: string;
}
export interface ObjectJson {
  readonly box: BoxJson;
  readonly category: string;
  readonly score: number;
  readonly class?: string;
  readonly classScore?: number;
  readonly mask?: MaskJson;
}
/** `area`: pixels above one half. */
export interface MaskJson {
  readonly width: number;
  readonly height: number;
  readonly area: number;
}

/** What a step shows: a picture and what is drawn over it. */
export interface StepPicture {
  readonly image: ImageJson;
  readonly shapes: readonly Shape[];
  /** For a picture that was cut out of an argument of the step: that picture, and the rectangle taken. */
  readonly source?: { readonly image: ImageJson; readonly box: BoxJson };
}
export interface Shape {
  readonly box: BoxJson;
  readonly label?: string;
  readonly score?: number;
}

export interface StepArgument {
  readonly name: string;
  /** The argument as written. */
  readonly source: string;
  readonly value: Value;
}

/** One executed step, as traces store it and `run --json` prints it. */
export interface Step {
  /** Zero-based, in the order of the program. */
  readonly index: number;
  /** Identifies the step and all it depends on by content: equal keys, equal meaning (language: stepKeys). */
  readonly key: string;
  /** Zero-based line of the step's start. */
  readonly line: number;
  readonly range: Range;
  /** The step's source text. */
  readonly text: string;
  /** The variable it assigns. */
  readonly name: string;
  readonly module: string;
  readonly args: readonly StepArgument[];
  readonly output?: Value;
  readonly picture?: StepPicture;
  /** Milliseconds of the whole step and of the model calls in it. */
  readonly ms: number;
  readonly modelMs: number;
  /**
   * The result was there: of the same step in an earlier run or, where the module asks a model, of any step that asked
   * the same.
   */
  readonly cached: boolean;
  readonly model?: { readonly id: string; readonly sha256: string };
  readonly provider?: string;
  /** Fallbacks used and the like; one sentence each. */
  readonly warnings: readonly string[];
  readonly error?: ProblemJson;
}

export interface InputRecord {
  readonly name: string;
  readonly path: string;
  readonly sha256: string;
  readonly width: number;
  readonly height: number;
}

/** The one record of a run of one cell. JSON Schema: runtime/trace.schema.json. */
export interface Trace {
  readonly version: 1;
  readonly file?: string;
  /** SHA-256 of the program's text. */
  readonly sha256: string;
  readonly cell: number;
  readonly question?: string;
  readonly inputs: readonly InputRecord[];
  readonly steps: readonly Step[];
  /** Absent where the run did not come to an end. */
  readonly result?: Value;
  readonly stdout: string;
  readonly ok: boolean;
  readonly cancelled?: true;
  /** The first error, also that of a failed expectation (VP790). */
  readonly error?: ProblemJson;
  readonly expectations: readonly ExpectationResult[];
  /** The execution provider of the first model that answered; absent where none was asked. */
  readonly device?: string;
  readonly totals: { readonly ms: number; readonly modelMs: number; readonly steps: number; readonly cached: number };
}
export interface ExpectationResult {
  readonly range: Range;
  readonly expected: string;
  readonly got: string;
  readonly ok: boolean;
}

export type Device = 'auto' | 'cpu' | 'webgpu' | 'cuda' | 'dml' | 'coreml';

export interface RunParams {
  /** Chosen by the caller; names the run in `step` notifications. */
  readonly run: string;
  readonly text: string;
  /** Absolute path of the program; paths in directives are relative to its folder. */
  readonly file?: string;
  /** Zero-based. */
  readonly cell: number;
  /** Variable name to absolute path; these win over the directives. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Zero-based: the pictures of this `@case` stand before the directives', its expectation in place of `@expect`. */
  readonly case?: number;
  /** Absolute path of vprog.json; absent: the nearest one above the program. */
  readonly config?: string;
  readonly profile?: string;
  readonly device: Device;
  readonly cache: boolean;
}

/** A step begins (`output` and `error` absent) or has ended. */
export interface StepEvent {
  readonly run: string;
  readonly phase: 'begin' | 'end';
  readonly step: Step;
}

export interface PictureParams {
  readonly id: string;
  /** In pixels; the picture is scaled down to fit, never up. */
  readonly maxWidth: number;
  readonly maxHeight: number;
  readonly format: 'jpeg' | 'png';
  /** Drawn over the picture, with their labels and scores. */
  readonly shapes?: readonly Shape[];
}
/** `data` is base64. */
export interface PictureResult {
  readonly width: number;
  readonly height: number;
  readonly data: string;
}

export interface DeviceStatus {
  readonly device: Exclude<Device, 'auto'>;
  readonly usable: boolean;
  /** Why not, or what it is. */
  readonly detail: string;
}

export interface ModelStatus {
  readonly id: string;
  readonly title: string;
  readonly capability: string;
  readonly licence: string;
  /** Of its file; of the first that is missing or damaged, where it has several. */
  readonly path: string;
  /** Of all that is loaded. */
  readonly bytes: number;
  readonly sha256: string;
  readonly state: 'ok' | 'missing' | 'damaged' | 'unchecked';
  /** Profiles and capabilities that call it. */
  readonly bound: readonly string[];
}

/** A version of a model that is kept. */
export interface VersionStatus extends ModelVersion {
  /** Such as `blazeface_front@2`. */
  readonly name: string;
  /** Of the original. */
  readonly title: string;
  readonly active: boolean;
  /** Absolute path of its folder, which holds `report.html`. */
  readonly folder: string;
}

/** What is bound to a capability in the active profile. */
export interface ModuleModels {
  readonly capability: Capability;
  /** The modules that ask it, by their names in the catalogue, such as FACEDET. */
  readonly modules: readonly string[];
  /** The original. */
  readonly model: { readonly id: string; readonly title: string; readonly sha256: string };
  /** Number of the version that answers; 0: the original. */
  readonly active: number;
  /** By number. */
  readonly versions: readonly VersionStatus[];
}

export interface ActivateVersionParams {
  /** Id of the original. */
  readonly model: string;
  /** 0: the original. */
  readonly number: number;
  /** Absolute path of the vprog.json that is to say so; absent: it is said for all programs without one. */
  readonly config?: string;
}

/** Cancellable through JSON-RPC's `$/cancelRequest`; a cancelled run resolves with what it has, `cancelled: true`. */
export const runRequest = new RequestType<RunParams, Trace, void>('run');
export const stepNotification = new NotificationType<StepEvent>('step');
/** Pixels of an image of a recent run. Fails where the runtime no longer has it. */
export const pictureRequest = new RequestType<PictureParams, PictureResult, void>('picture');
export const devicesRequest = new RequestType0<readonly DeviceStatus[], void>('devices');
export const modelsRequest = new RequestType<
  { readonly verify: boolean; readonly config?: string },
  readonly ModelStatus[],
  void
>('models');
export const versionsRequest = new RequestType<{ readonly config?: string }, readonly ModuleModels[], void>('versions');
/** Takes effect with the next run. What it rejects with has a `message` for the user: where, what, what to do. */
export const activateVersionRequest = new RequestType<ActivateVersionParams, void, void>('activateVersion');
/** Forgets results in memory and on disk. */
export const clearCacheRequest = new RequestType0<void, void>('clearCache');
