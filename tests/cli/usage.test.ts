import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { photos, root, temporaryFolder, vprog } from './vprog.ts';

const folder = temporaryFolder();
const home = join(folder, 'home');

describe('usage', () => {
  test('every command has help with an example', async () => {
    const { stdout } = await vprog(['--help'], { home });
    const commands = [...stdout.matchAll(/^ {2}(\w+) /gm)].map(([, name]) => name!).filter(name => name !== 'help');
    expect(commands).toEqual(['check', 'format', 'run', 'test', 'distill', 'models', 'devices', 'bench', 'lsp']);
    const paths = commands.flatMap(name =>
      name === 'models' ? ['list', 'verify', 'licenses'].map(sub => [name, sub]) : [[name]],
    );
    for (const path of paths) {
      const help = await vprog([...path, '--help'], { home });
      expect(help.status).toBe(0);
      expect(help.stdout).toMatch(/Examples?/);
    }
  });

  test.each([
    [['nonsense']],
    [['check']],
    [['run']],
    [['run', 'a.vprog', '--ndjson']],
    [['run', 'a.vprog', '--device', 'abacus']],
    [['run', 'a.vprog', '--cell', '-1']],
    [['run', 'a.vprog', '--input', 'IMAGE']],
    [['run', 'a.vprog', '--config', 'none.json']],
    [['run', 'examples/photos/one-face.vprog', '--cell', '7']],
    [['run', 'examples/photos/one-face.vprog', '--profile', 'nobodys']],
    [['check', 'examples/photos/one-face.vprog', '--profile', 'nobodys']],
    [['format', 'a.vprog', '--stdin']],
    [['lsp']],
  ])('%j is wrong usage: exit status 2, a message, nothing on standard output', async args => {
    const { status, stdout, stderr } = await vprog(args, { home });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/\w/);
    expect(stderr).not.toContain('    at ');
  });
});

test('a reader who stops reading, as head does, gets no complaint', async () => {
  const { status, stdout, stderr } = await vprog(['run', join(photos, 'count-sheep.vprog')], {
    home: join(folder, 'home'),
    onOutput: (_, child) => child.stdout?.destroy(),
  });
  expect({ status, stderr, lines: stdout.split('\n').length < 4 }).toEqual({ status: 0, stderr: '', lines: true });
});

describe('models and devices', () => {
  test('models list --json names what is bundled, bound and on disk', async () => {
    const { stdout, status } = await vprog(['models', 'list', '--json'], { home });
    const models = JSON.parse(stdout) as { id: string; state: string; licence: string; bound: string[] }[];
    const detector = models.find(({ id }) => id === 'nanodet')!;
    expect(detector).toMatchObject({ state: 'unchecked', licence: 'Apache-2.0' });
    expect(detector.bound).not.toEqual([]);
    expect(models.map(({ id }) => id)).toEqual(expect.arrayContaining(['blazeface_front', 'selfie_segmentation']));
    expect(status).toBe(0);
  });

  test('models verify finds every bundled file whole', async () => {
    const { stdout, status } = await vprog(['models', 'verify', '--json'], { home });
    expect((JSON.parse(stdout) as { state: string }[]).map(({ state }) => state)).not.toContain('damaged');
    expect(status).toBe(0);
  });

  test('devices says of each provider whether it can be used, and why not', async () => {
    const { stdout, status } = await vprog(['devices', '--json'], { home });
    const devices = JSON.parse(stdout) as { device: string; usable: boolean; detail: string }[];
    expect(devices.find(({ device }) => device === 'cpu')).toMatchObject({ usable: true });
    for (const { detail } of devices) expect(detail).toMatch(/\w/);
    expect(status).toBe(0);
  });
});

describe('lsp', () => {
  test('answers over standard input and output, nothing else there', async () => {
    const frame = (message: object): string => {
      const body = JSON.stringify({ jsonrpc: '2.0', ...message });
      return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
    };
    const params = { processId: null, rootUri: null, capabilities: {} };
    // Each message after the answer to the one before, as a client waits.
    const next = [
      { after: '"id":1', message: { id: 2, method: 'shutdown' } },
      { after: '"id":2', message: { method: 'exit' } },
    ];
    const { status, stdout } = await vprog(['lsp', '--stdio'], {
      home,
      input: frame({ id: 1, method: 'initialize', params }),
      keepOpen: true,
      onOutput(printed, child) {
        while (next[0] !== undefined && printed.includes(next[0].after))
          child.stdin?.write(frame(next.shift()!.message));
      },
    });
    expect(stdout).toMatch(/^Content-Length: \d+\r\n\r\n\{/);
    expect(stdout).toContain('"completionProvider"');
    expect(status).toBe(0);
  });
});

describe('places', () => {
  test('works from any working directory, and for a copy of the examples elsewhere', async () => {
    const copy = join(folder, 'copy');
    mkdirSync(copy);
    cpSync(join(photos, 'one-face.vprog'), join(copy, 'one-face.vprog'));
    cpSync(join(photos, 'astronaut.jpg'), join(copy, 'astronaut.jpg'));
    const { status, stdout } = await vprog(['run', 'one-face.vprog'], { home, cwd: copy });
    expect(stdout).toMatch(/^Result: 1$/m);
    expect(status).toBe(0);
  });

  test('nothing is written outside the home and what was asked for', () => {
    expect(existsSync(join(root, 'cache'))).toBe(false);
    expect(readdirSync(join(folder, 'copy')).sort()).toEqual(['astronaut.jpg', 'one-face.vprog']);
  });
});
