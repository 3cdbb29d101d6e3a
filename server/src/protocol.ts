/**
 * What the client asks the language server beyond LSP. Positions are LSP's. Plain JSON; method names are constants so
 * that both ends read the same.
 */
interface Position {
  readonly line: number;
  readonly character: number;
}
interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** Request `{ uri }` -> CellOutline[]: what can be run, and what each step is. Answered for the newest text the server has. */
export const cellsMethod = 'vprog/cells';

export interface CellsParams {
  readonly uri: string;
}
export interface CellsResult {
  /** The document version that this describes. */
  readonly version: number;
  readonly cells: readonly CellOutline[];
}
export interface CellOutline {
  /** Zero-based. */
  readonly index: number;
  readonly title?: string;
  readonly form: 'step' | 'function';
  readonly range: Range;
  /** Where a lens stands: the first line of the cell that holds something. */
  readonly lensLine: number;
  readonly question?: string;
  /** Variables that need a picture, with the path that the directives give. */
  readonly inputs: readonly { readonly name: string; readonly path?: string }[];
  readonly steps: readonly StepOutline[];
}
export interface StepOutline {
  readonly range: Range;
  /** See Step.key of the runtime's protocol: equal keys, equal meaning. */
  readonly key: string;
  readonly name: string;
  readonly module: string;
}

/** What the client tells the server at start. */
export interface InitializationOptions {
  /** Folder with the bundled model cards. */
  readonly models: string;
}
