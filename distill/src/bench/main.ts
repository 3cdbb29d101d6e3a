/**
 * Measures training in a process of its own, which a failure of native code may end: `node bench.mjs [--quick]`. The rows
 * go to standard output as JSON, remarks to standard error.
 */
import { benchTrain } from './train.ts';

const rows = await benchTrain({
  quick: process.argv.includes('--quick'),
  note: text => void process.stderr.write(`${text}\n`),
});
process.stdout.write(`${JSON.stringify(rows)}\n`);
