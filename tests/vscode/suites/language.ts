import { strict as assert } from 'node:assert';
import { type CompletionList, commands, Position } from 'vscode';
import { api, eventually, hover, lenses, open, openText, problems, type } from '../support.ts';

describe('a program in the editor', () => {
  it('activates the extension, with every command of its manifest', async () => {
    await open('count-sheep.vprog');
    await api();
    const all = await commands.getCommands(true);
    for (const name of ['run', 'runOn', 'runAll', 'cancel', 'clear', 'copyValue', 'saveImage', 'showReport'])
      assert.ok(all.includes(`vprog.${name}`), name);
  });

  it('has its problems as it is typed, and no longer once they are mended', async () => {
    const document = await openText(
      "# @question How many?\nBOX0 = LOCC(image=IMAGE, object='cat')\nN = COUNT(box=BOX0)\n",
    );
    await eventually('the unknown module', () => problems(document).includes('1 VP201'));
    await type(document, 'LOCC', 'LOC');
    await eventually('no problem', () => !problems(document).includes('1 VP201'));
    await type(document, 'box=BOX0', 'box=BOX1');
    await eventually('the unknown variable', () => problems(document).some(problem => problem.startsWith('2 VP2')));
  });

  it('completes modules, arguments and variables', async () => {
    const document = await openText("BOX0 = LOC(image=IMAGE, object='cat')\nN = COUNT()\nX = ");
    const labels = async (line: number, character: number) => {
      const list = await commands.executeCommand<CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        new Position(line, character),
      );
      return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    };
    assert.ok((await labels(2, 4)).includes('CROP'));
    assert.ok((await labels(1, 10)).some(label => label.startsWith('box')));
    await type(document, 'COUNT()', 'COUNT(box=)');
    assert.ok((await labels(1, 14)).includes('BOX0'));
  });

  it('explains modules on hover', async () => {
    const document = await openText("BOX0 = LOC(image=IMAGE, object='cat')\n");
    assert.match(await hover(document, 0, 8), /LOC/);
  });

  it('has a Run lens above each cell, also without a file', async () => {
    const document = await openText('# %% One\nA = COUNT(box=[])\n# %% Two\nB = COUNT(box=[])\n');
    assert.deepEqual(await lenses(document), ['$(play) Run', 'Run on…', '$(play) Run', 'Run on…']);
  });
});
