import { median, type Row, rounded } from '@vprog/distill/bench';
import { check, format, parse, resolveEnvironment } from '@vprog/language';

const PROGRAM = `BOX0=LOC(image=IMAGE,object='sky')
N=COUNT(box=BOX0)
E=EVAL(expr="'yes' if {N} > 0 else 'no'")
R=RESULT(var=E)
`;
const LINES = PROGRAM.split('\n').length - 1;

/** What reading and checking cost. A keystroke is a whole parse and check of the changed text. */
export function benchLanguage({ quick }: { readonly quick: boolean }): Row[] {
  const { environment } = resolveEnvironment({ cards: [], present: () => false });
  const milliseconds = (work: () => void): number =>
    median(
      Array.from({ length: quick ? 1 : 15 }, () => {
        const start = performance.now();
        work();
        return performance.now() - start;
      }),
    );
  const row = (name: string, value: number, unit = 'ms'): Row => ({
    bench: 'language',
    case: name,
    value: rounded(value),
    unit,
  });
  const files = quick ? 100 : 2000;
  const read = milliseconds(() => {
    for (let file = 0; file < files; file += 1) check(parse(PROGRAM), environment);
  });
  return [
    row(`parse and check programs of ${LINES} lines`, (files / read) * 1000, 'files/s'),
    ...[100, 1000, 10_000].flatMap(lines => {
      const text = PROGRAM.repeat(lines / LINES);
      return [
        row(
          `parse, ${lines} lines`,
          milliseconds(() => parse(text)),
        ),
        row(
          `keystroke, ${lines} lines`,
          milliseconds(() => check(parse(text), environment)),
        ),
        row(
          `format, ${lines} lines`,
          milliseconds(() => format(text)),
        ),
      ];
    }),
  ];
}
