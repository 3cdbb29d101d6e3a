import { type Analysis, type CellAnalysis, inputsOf, type Span, stepKeys, stepsOf } from '@vprog/language';

/** One program of the file: CellOutline of the protocol, with offsets. */
export interface CellFacts {
  readonly index: number;
  readonly title?: string;
  readonly form: 'step' | 'function';
  readonly span: Span;
  /** Start of the first thing in the cell. */
  readonly lensOffset: number;
  readonly question?: string;
  readonly inputs: readonly { readonly name: string; readonly path?: string }[];
  readonly steps: readonly {
    readonly span: Span;
    readonly key: string;
    readonly name: string;
    readonly module: string;
  }[];
}

/** What can be run, and what each step is. */
export const cells = ({ cells }: Analysis): readonly CellFacts[] => cells.map(cellFacts);

function cellFacts({ cell }: CellAnalysis): CellFacts {
  const question = cell.directives.find(each => each.kind === 'Question')?.text.text;
  const keys = stepKeys(cell);
  const firsts = [cell.directives[0], cell.statements[0]].filter(each => each !== undefined);
  return {
    index: cell.index,
    ...(cell.title === undefined ? {} : { title: cell.title }),
    form: cell.form,
    span: { start: cell.start, end: cell.end },
    lensOffset: cell.title === undefined ? Math.min(...firsts.map(({ start }) => start), cell.end) : cell.start,
    ...(question === undefined ? {} : { question }),
    inputs: inputsOf(cell).map(({ name, path }) => (path === undefined ? { name } : { name, path: path.text })),
    steps: stepsOf(cell).map(({ statement, name, module }, index) => ({
      span: { start: statement.start, end: statement.end },
      key: keys[index] ?? '',
      name: name.name,
      module: module.name,
    })),
  };
}
