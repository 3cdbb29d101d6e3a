import { strict as assert } from 'node:assert';
import { homeDirs } from '@vprog/runtime/home';
import { addVersion, keepModelFile } from '@vprog/runtime/versions';
import { commands, extensions, Uri, window, workspace } from 'vscode';
import { rowOf } from '../../../client/src/modules/rows.ts';
import { api, chips, eventually, hover, lenses, open, run } from '../support.ts';

const MODEL = 'blazeface_front';
const rows = async () => (await api()).modules();
const labels = async () => (await rows()).map(node => `${rowOf(node).label} ${rowOf(node).context}`);
const nodeOf = async (label: string) => (await rows()).find(node => rowOf(node).label === label);
const config = () => Uri.joinPath(workspace.workspaceFolders![0]!.uri, 'vprog.json');

/** A version without any training: the original's weights under another name. */
async function makeVersion(): Promise<void> {
  const { extensionPath } = extensions.getExtension('vprog.vprog')!;
  const home = homeDirs();
  const { sha256, bytes } = await keepModelFile(home, `${extensionPath}/runtime/models/${MODEL}/${MODEL}.onnx`);
  const draft = {
    model: MODEL,
    base: 0,
    capability: 'faces',
    sha256,
    bytes,
    original: { sha256, bytes },
    teacher: { id: 'blazeface_back', sha256: '0'.repeat(64) },
    data: { name: 'nothing', photos: 0, sha256: '0'.repeat(64) },
    seed: 1,
    metric: { name: 'F1', before: 0.78, after: 0.86, low: 0.02, high: 0.14 },
  } as const;
  const report = '<!doctype html><html><head><title>R</title></head><body><main>It learnt.</main></body></html>';
  await addVersion(home, draft, new Map([['report.html', report]]));
}

describe('a module that can learn', () => {
  afterEach(() => commands.executeCommand('vprog.clear'));

  it('has the command, and a lens and a link to it where it has run', async () => {
    const document = await open('one-face.vprog');
    await api();
    const all = await commands.getCommands(true);
    for (const name of ['distill', 'activateVersion', 'rollBack', 'showVersionReport', 'exportVersion'])
      assert.ok(all.includes(`vprog.${name}`), name);
    assert.ok(!(await lenses(document)).includes('Distill…'));
    await run(document);
    assert.equal((await lenses(document)).at(-1), 'Distill…');
    assert.match(await hover(document, 4, 3), /\[Distill FACEDET…\]\(command:vprog\.distill\?/);
    assert.doesNotMatch(await hover(document, 5, 1), /vprog\.distill/);
  });

  it('has no row in the tree of modules before it learnt, and then its versions', async () => {
    assert.deepEqual(await labels(), []);
    await makeVersion();
    assert.deepEqual(await labels(), ['FACEDET model', 'Version 1 version', 'Original original.active']);
  });

  it('runs the version that is put in use, and the original again after a roll back', async () => {
    const document = await open('one-face.vprog');
    const states = async () => (await chips(document)).map(chip => chip.split(' ')[1]).join(' ');
    const asked = async () => (await hover(document, 4, 3)).replaceAll('&#95;', '_');
    await run(document);
    assert.match(await asked(), /blazeface_front `/);

    await commands.executeCommand('vprog.activateVersion', await nodeOf('Version 1'));
    assert.deepEqual(await labels(), ['FACEDET model', 'Version 1 version.active', 'Original original']);
    assert.equal(await states(), 'stale stale stale');
    await run(document);
    assert.match(await asked(), /blazeface_front, version 1 `/);

    await commands.executeCommand('vprog.rollBack', await nodeOf('Version 1'));
    assert.deepEqual(await labels(), ['FACEDET model', 'Version 1 version', 'Original original.active']);
    assert.equal(await states(), 'stale stale stale');
    await run(document);
    assert.match(await asked(), /blazeface_front `/);
  });

  it('has its version named in vprog.json where there is one, with the comments left alone', async () => {
    await workspace.fs.writeFile(
      config(),
      new TextEncoder().encode('{\n  // Mine.\n  "limits": { "seconds": 60 }\n}\n'),
    );
    try {
      await commands.executeCommand('vprog.activateVersion', await nodeOf('Version 1'));
      const text = new TextDecoder().decode(await workspace.fs.readFile(config()));
      assert.match(text, /\/\/ Mine\.[\s\S]*"versions": \{\s*"blazeface_front": 1\s*\}/);
      assert.ok((await labels()).includes('Version 1 version.active'));
    } finally {
      await workspace.fs.delete(config());
    }
    assert.ok((await labels()).includes('Original original.active'), 'the home has been changed');
  });

  it('shows the report of a version beside the program', async () => {
    await open('one-face.vprog');
    await commands.executeCommand('vprog.showVersionReport', await nodeOf('Version 1'));
    const tabs = () => window.tabGroups.all.flatMap(group => group.tabs).map(({ label }) => label);
    await eventually('the report', () => tabs().includes('blazeface_front, version 1: report'));
    await commands.executeCommand('workbench.action.closeActiveEditor');
  });

  it('takes nothing on trust that a command is called with', async () => {
    for (const argument of [undefined, {}, 'Version 1', { kind: 'version' }])
      for (const name of ['activateVersion', 'rollBack', 'showVersionReport', 'exportVersion'])
        await commands.executeCommand(`vprog.${name}`, argument);
    assert.ok((await labels()).includes('Original original.active'));
  });
});
