/** Something is wrong with an ONNX file or graph: where, what, and what to do about it. */
export class OnnxError extends Error {
  override readonly name = 'OnnxError';
  /** A file, or a node, value or tensor of a graph. */
  readonly where: string;
  readonly what: string;
  readonly remedy: string;

  constructor(where: string, what: string, remedy: string) {
    super(`${where}: ${what}. ${remedy}.`);
    this.where = where;
    this.what = what;
    this.remedy = remedy;
  }
}
