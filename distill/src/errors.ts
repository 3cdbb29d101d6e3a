/** What is at fault: the data that was given, a model that is missing or unfit, or the work itself. */
export type Fault = 'data' | 'model' | 'work';

/** What keeps a distillation from being done: where, what, and what to do about it. The message is for the user. */
export class DistillError extends Error {
  override readonly name = 'DistillError';
  /** A folder, a file, a model, a stage. */
  readonly where: string;
  readonly what: string;
  readonly remedy: string;
  readonly fault: Fault;

  constructor(where: string, what: string, remedy: string, fault: Fault = 'work') {
    // What is passed on from elsewhere may be a sentence already.
    const [clause, advice] = [what, remedy].map(text => text.replace(/\.$/, '')) as [string, string];
    super(`${where}: ${clause}. ${advice}.`);
    this.where = where;
    this.what = clause;
    this.remedy = advice;
    this.fault = fault;
  }
}
