/**
 * What reading and checking costs: `node tests/bench/language.ts` prints rows of JSON as `vprog bench --json` does.
 * A keystroke is a whole parse and check of the changed text. Each value is the median of several rounds.
 */
import { availableParallelism, totalmem } from 'node:os';
import { check, type Environment, format, parse, resolveEnvironment } from '@vprog/language';

const PROGRAM = `BOX0=LOC(image=IMAGE,object='sky')
N=COUNT(box=BOX0)
E=EVAL(expr="'yes' if {N} > 0 else 'no'")
R=RESULT(var=E)
`;
const LINES = PROGRAM.split('\n').length - 1;
const ROUNDS = 15;

interface Row {
  readonly bench: 'language';
  readonly case: string;
  readonly value: number;
  readonly unit: string;
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;

function milliseconds(work: () => void): number {
  const times = Array.from({ length: ROUNDS }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return median(times);
}

function measure(environment: Environment): Row[] {
  const row = (name: string, value: number, unit: string): Row => ({
    bench: 'language',
    case: name,
    value: Number(value.toPrecision(3)),
    unit,
  });
  const files = 2000;
  const read = milliseconds(() => {
    for (let file = 0; file < files; file += 1) check(parse(PROGRAM), environment);
  });
  const rows = [row(`parse and check programs of ${LINES} lines`, (files / read) * 1000, 'files/s')];
  for (const lines of [100, 1000, 10_000]) {
    const text = PROGRAM.repeat(lines / LINES);
    rows.push(
      row(
        `parse, ${lines} lines`,
        milliseconds(() => parse(text)),
        'ms',
      ),
    );
    rows.push(
      row(
        `keystroke, ${lines} lines`,
        milliseconds(() => check(parse(text), environment)),
        'ms',
      ),
    );
    rows.push(
      row(
        `format, ${lines} lines`,
        milliseconds(() => format(text)),
        'ms',
      ),
    );
  }
  return rows;
}

const machine = { cores: availableParallelism(), memory: totalmem(), device: 'cpu' };
const { environment } = resolveEnvironment({ cards: [], present: () => false });
process.stdout.write(`${JSON.stringify({ machine, rows: measure(environment) }, null, 2)}\n`);
