import { strict as assert } from 'node:assert';
import { ConfigurationTarget, commands, env, languages, Uri, workspace } from 'vscode';
import { api, chips, eventually, hover, lenses, open, openText, problems, run, type } from '../support.ts';

describe('a run', () => {
  before(() => commands.executeCommand('vprog.clearCache'));
  afterEach(() => commands.executeCommand('vprog.clear'));

  it('shows the result of each step at its line, and the outcome above', async () => {
    const document = await open('cat-or-dog.vprog');
    await run(document);
    const [cat, ...others] = await chips(document);
    assert.match(cat!, /^6 done ✓ 1 box · cat 0\.\d\d$/);
    assert.deepEqual(others, ['7 done ✓ 1', '8 done ✓ yes', '9 done ✓ yes']);
    assert.match((await lenses(document)).at(-1)!, /^\$\(check\) yes, as expected · 4 steps · /);
    assert.deepEqual(problems(document), []);
  });

  it('takes unchanged steps from the cache', async () => {
    const document = await open('cat-or-dog.vprog');
    await run(document);
    const states = (await chips(document)).map(chip => chip.split(' ')[1]);
    assert.deepEqual(states, ['cached', 'cached', 'cached', 'cached']);
  });

  it('explains a result on hover, with its picture within the limit of hovers', async () => {
    const document = await open('cat-or-dog.vprog');
    await run(document);
    const text = await hover(document, 6, document.lineAt(6).text.length);
    assert.match(text, /!\[.*\]\(data:image\/svg\+xml;base64,[A-Za-z0-9+/=]{2000,70000}\|width=\d+,height=\d+\)/);
    assert.match(text, /\| 0 \| cat \| 0\.\d\d \|/);
    assert.match(text, /nanodet/);
    assert.ok(text.length < 100_000);
  });

  it('copies a value', async () => {
    const document = await open('cat-or-dog.vprog');
    await run(document);
    await env.clipboard.writeText('');
    await commands.executeCommand('vprog.copyJson', document.uri.toString(), 0, await keyOf(document, 7));
    assert.deepEqual(JSON.parse(await env.clipboard.readText()), { type: 'int', value: 1, repr: '1' });
  });

  it('of two cells keeps their results apart', async () => {
    const document = await open('two-pictures.vprog');
    await commands.executeCommand('vprog.runAll', document.uri);
    const outcomes = (await lenses(document)).filter(title => title.includes('as expected'));
    assert.equal(outcomes.length, 2, String(outcomes));
    assert.equal((await chips(document)).length, 12);
  });

  it('says at the directive what was expected', async () => {
    const photo = '# @image PHOTOS/cat.jpg';
    const document = await openText(
      `${photo}\n# @expect 7\nF = FACEDET(image=IMAGE)\nN = COUNT(box=F)\nR = RESULT(var=N)\n`,
    );
    await run(document);
    const shown = languages.getDiagnostics(document.uri).filter(({ source }) => source === 'VProg run');
    assert.deepEqual(
      shown.map(({ range }) => range.start.line),
      [1],
    );
    assert.match((await lenses(document)).at(-2)!, /expected 7/);
  });

  it('is started by saving, where the setting says so', async () => {
    const settings = workspace.getConfiguration('vprog');
    await settings.update('runOnSave', true, ConfigurationTarget.Global);
    const document = await open('one-face.vprog');
    await type(document, '# @question How', '# @question  How');
    await document.save();
    await eventually('the results', async () => (await chips(document)).length === 3);
    await settings.update('runOnSave', undefined, ConfigurationTarget.Global);
  });
});

describe('an edit', () => {
  afterEach(() => commands.executeCommand('vprog.clear'));

  it('makes what depends on it stale at once; taken back, fresh; the next run computes only that', async () => {
    const document = await open('count-sheep.vprog');
    await run(document);
    const states = async () => (await chips(document)).map(chip => chip.split(' ')[1]).join(' ');
    assert.match(await states(), /^(done|cached)( (done|cached)){3}$/);

    await type(document, "'yes' if", "'sure' if");
    await eventually('two stale results', async () => / stale stale$/.test(await states()));
    assert.ok(!/^stale|^\w+ stale/.test(await states()), 'what does not depend on the edit is stale');
    await type(document, "'sure' if", "'yes' if");
    await eventually('no stale result', async () => !(await states()).includes('stale'));

    await type(document, "'yes' if", "'sure' if");
    await eventually('two stale results', async () => (await states()).endsWith(' stale stale'));
    await run(document);
    assert.equal(await states(), 'cached cached done done');
  });

  it('of the configuration makes every result stale, until the next run', async () => {
    const document = await open('one-face.vprog');
    await run(document);
    const stale = async () => (await chips(document)).map(chip => chip.split(' ')[1] === 'stale');
    assert.deepEqual(await stale(), [false, false, false]);
    const config = Uri.joinPath(workspace.workspaceFolders![0]!.uri, 'vprog.json');
    await workspace.fs.writeFile(config, new TextEncoder().encode('{ "limits": { "seconds": 60 } }'));
    try {
      await eventually('only stale results', async () => (await stale()).every(Boolean));
      await run(document);
      assert.deepEqual(await stale(), [false, false, false]);
    } finally {
      await workspace.fs.delete(config);
    }
  });

  it('above moves results, and deleting a line removes its result', async () => {
    const document = await open('one-face.vprog');
    await run(document);
    const before = await chips(document);
    await type(document, 'FACES = ', '# one more line\nFACES = ');
    const lines = async () => (await chips(document)).map(chip => Number(chip.split(' ')[0]));
    const first = Number(before[0]!.split(' ')[0]);
    await eventually('the moved results', async () => (await lines()).join() === [1, 2, 3].map(n => first + n).join());
    await type(document, 'FINAL = RESULT(var=N)', '');
    await eventually('one result less', async () => (await lines()).length === 2);
  });
});

async function keyOf(document: Parameters<typeof chips>[0], line: number): Promise<string> {
  const all = (await api()).chips(document.uri);
  return all.find(({ span }) => document.positionAt(span.start).line === line)!.key;
}
