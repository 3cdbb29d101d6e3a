import { globSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';
import type { Tally } from './tally.ts';

/** Called by VS Code in the extension host; rejects where a test failed. */
export async function run(): Promise<void> {
  const only = process.env.VPROG_TESTS;
  const mocha = new Mocha({
    ui: 'bdd',
    timeout: 60_000,
    reporter: Lines as unknown as Mocha.ReporterConstructor,
    ...(only ? { fgrep: only } : {}),
  });
  for (const file of globSync('suites/*.cjs', { cwd: __dirname }).sort()) mocha.addFile(join(__dirname, file));
  const failed = await new Promise<number>(done => mocha.run(done));
  if (failed > 0) throw new Error(`${failed} tests failed`);
}

/** A line for each test, marked so that the stand-in for `code` passes it on, and the tally in a file. */
class Lines {
  constructor(runner: Mocha.Runner) {
    const say = (text: string) => {
      for (const line of text.split('\n')) console.log(`[vprog tests] ${line}`);
    };
    let passed = 0;
    let failed = 0;
    runner.on('pass', test => {
      passed++;
      say(`✓ ${test.fullTitle()} (${test.duration} ms)`);
    });
    runner.on('fail', (test, error) => {
      failed++;
      say(`✗ ${test.fullTitle()}\n${error.stack ?? error.message}`);
    });
    runner.on('end', () => {
      const tally: Tally = { passed, failed };
      writeFileSync(join(__dirname, 'tally.json'), JSON.stringify(tally));
    });
  }
}
