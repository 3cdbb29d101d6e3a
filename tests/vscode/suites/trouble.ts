import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { commands, languages, type Uri, window, workspace } from 'vscode';
import { chips, eventually, lenses, open, openText, run } from '../support.ts';

/** The runtime's process, which is a child of this extension host. */
function runtimePid(): number {
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args=']).toString().split('\n');
  for (const row of rows) {
    const [, pid, parent, args = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(row) ?? [];
    if (Number(parent) === process.pid && args.includes('runtime.mjs')) return Number(pid);
  }
  throw new Error('There is no runtime process.');
}

const ended = (all: readonly string[]) => all.filter(chip => /^\d+ (done|cached) /.test(chip)).length;

describe('trouble', () => {
  beforeEach(() => commands.executeCommand('vprog.clearCache'));
  afterEach(() => commands.executeCommand('vprog.clear'));

  it('in a step stands at its line and leaves the earlier results', async () => {
    const document = await openText(
      "# @image PHOTOS/chelsea.jpg\nCAT = LOC(image=IMAGE, object='cat')\nA = VQA(image=IMAGE, question='Is it asleep?')\nR = RESULT(var=A)\n",
    );
    await run(document);
    const all = await chips(document);
    assert.equal(all.length, 2, all.join('\n'));
    assert.match(all[0]!, /^1 (done|cached) ✓ 1 box · cat/);
    assert.match(all[1]!, /^2 failed ✗ /);
    const [shown] = languages.getDiagnostics(document.uri).filter(({ source }) => source === 'VProg run');
    assert.equal(shown?.range.start.line, 2);
    const code = shown?.code as { value: string; target: Uri };
    assert.equal(code.value, 'VP501');
    await workspace.fs.stat(code.target);
    assert.match((await lenses(document)).at(-1)!, /failed/);
  });

  it('with a picture that is missing or broken is told and loses nothing else', async () => {
    const document = await openText('# @image PHOTOS/README.md\nF = FACEDET(image=IMAGE)\nR = RESULT(var=F)\n');
    await run(document);
    const shown = languages.getDiagnostics(document.uri).filter(({ source }) => source === 'VProg run');
    assert.equal(shown.length, 1);
    assert.match(shown[0]!.message, /README\.md/);
  });

  it('of waiting ends at once with Cancel, and finished steps stay', async () => {
    const document = await open('slow.vprog');
    const running = run(document);
    await eventually('two finished steps', async () => ended(await chips(document)) >= 2);
    await commands.executeCommand('vprog.cancel', document.uri.toString(), 0);
    const start = Date.now();
    await running;
    assert.ok(Date.now() - start < 3000, 'the run went on after Cancel');
    const all = await chips(document);
    assert.ok(all.length >= 2 && all.length < 60, `${all.length} results`);
    assert.equal(ended(all), all.length);
    assert.match((await lenses(document)).at(-1)!, /cancelled/);
  });

  it('that kills the runtime in mid-run costs that run, not its finished steps', async () => {
    const document = await open('slow.vprog');
    const running = run(document);
    await eventually('three finished steps', async () => ended(await chips(document)) >= 3);
    const killed = runtimePid();
    process.kill(killed, 'SIGKILL');
    await running;
    const before = await chips(document);
    assert.match(before.at(-1)!, /^\d+ failed ✗ The runtime stopped/);
    const kept = ended(before);
    assert.ok(kept >= 3);

    const again = run(document);
    await eventually('the failed step, computed', async () => ended(await chips(document)) > kept);
    assert.notEqual(runtimePid(), killed);
    // The disk keeps what models gave; the rest is computed again as fast.
    const [first, , third] = (await chips(document)).map(chip => chip.split(' ')[1]);
    assert.deepEqual([first, third], ['cached', 'cached']);
    await commands.executeCommand('vprog.cancel');
    await again;
  });

  it('can be reported with versions, devices and models', async () => {
    await commands.executeCommand('vprog.showReport');
    const text = window.activeTextEditor!.document.getText();
    for (const part of [/\| VProg \| \d+\.\d+\.\d+ \|/, /\| cpu \| yes \|/, /\| nanodet \| detect \| Apache-2\.0 \|/])
      assert.match(text, part);
  });

  it('is mended by starting runtime and language server again', async () => {
    const document = await open('close-up.vprog');
    await run(document);
    const killed = runtimePid();
    await commands.executeCommand('vprog.restartRuntime');
    await commands.executeCommand('vprog.restartServer');
    await run(document);
    assert.notEqual(runtimePid(), killed);
    assert.equal((await chips(document)).length, 3);
  });

  it('is over after Clear', async () => {
    const document = await open('close-up.vprog');
    await run(document);
    assert.equal((await chips(document)).length, 3);
    await commands.executeCommand('vprog.clear');
    assert.deepEqual(await chips(document), []);
    assert.ok(!(await lenses(document)).some(title => title.includes('steps')));
  });
});
