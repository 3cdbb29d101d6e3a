import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { install, photos, root, temporaryFolder, vprog } from './vprog.ts';

const folder = temporaryFolder();
const home = join(folder, 'home');

/** The runtime's first line is its process id. */
const tellsPid = "console.log('runtime ' + process.pid + '.');";
const realRuntime = pathToFileURL(join(root, 'dist/runtime.mjs'));
const pidIn = (messages: string): number | undefined => Number(/runtime (\d+)\./.exec(messages)?.[1]) || undefined;

let installations = 0;
const installed = (runtime: string): string => install(join(folder, `${installations++}`), runtime);

function program(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

describe('a runtime that is killed in mid-run', () => {
  const command = installed(`${tellsPid} await import('${realRuntime}');`);

  test('ends the run with one error, at the step that it was in', async () => {
    // So large that the second step takes seconds.
    await sharp({ create: { width: 5000, height: 5000, channels: 3, background: '#4080c0' } })
      .jpeg()
      .toFile(join(folder, 'large.jpg'));
    const file = program(
      'slow.vprog',
      "# @image large.jpg\nNONE = LOC(image=IMAGE, object='dog')\nG = COLORPOP(image=IMAGE, object=NONE)\n",
    );
    let messages = '';
    let doomed = false;
    const { status, stdout, stderr } = await vprog(['run', file, '--no-cache'], {
      home,
      installed: command,
      onMessage: printed => {
        messages = printed;
      },
      onOutput: () => {
        if (!doomed) setTimeout(() => process.kill(pidIn(messages)!, 'SIGKILL'), 200);
        doomed = true;
      },
    });
    expect((stdout + stderr).match(/VP701/g)).toHaveLength(1);
    expect(stdout).toMatch(/^NONE = .*\[nothing found\].*\nG = .*\n {4}.*slow\.vprog:3:1 error VP701 .*SIGKILL/m);
    expect(status).toBe(1);
  });
});

describe('a runtime that cannot start', () => {
  const command = installed('process.exit(7);');

  test.each([[['models', 'list']], [['models', 'verify', '--json']], [['devices']]])(
    '%j: one line, exit status 1',
    async args => {
      const { status, stdout, stderr } = await vprog(args, { home, installed: command });
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toMatch(/^The runtime stopped.*exit status 7.*\n$/);
    },
  );

  test('run: the error once, exit status 1', async () => {
    const { status, stdout, stderr } = await vprog(['run', join(photos, 'one-face.vprog')], {
      home,
      installed: command,
    });
    expect((stdout + stderr).match(/VP701/g)).toHaveLength(1);
    expect(status).toBe(1);
  });
});

describe('signals', () => {
  const command = installed(`${tellsPid} setInterval(() => undefined, 1000);`);

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s ends the command and its runtime', async signal => {
    let pid: number | undefined;
    const { status, stderr } = await vprog(['devices'], {
      home,
      installed: command,
      onMessage: (printed, child) => {
        if (pid !== undefined) return;
        pid = pidIn(printed);
        if (pid !== undefined) child.kill(signal);
      },
    });
    expect({ status, told: stderr.includes('Cancelled') }).toEqual({ status: 130, told: true });
    await expect.poll(() => isAlive(pid!), { timeout: 5000 }).toBe(false);
  });
});

/** A process that has ended may wait to be reaped. */
async function isAlive(pid: number): Promise<boolean> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'stat=', '-p', `${pid}`]).catch(() => ({ stdout: '' }));
  return stdout.trim() !== '' && !stdout.trim().startsWith('Z');
}

describe('standard output', () => {
  const requests = Array.from({ length: 3000 }, (_, id) => JSON.stringify({ id, text: 'B = LOCK(image=IMAGE)' })).join(
    '\n',
  );
  const sheep = join(photos, 'count-sheep.vprog');
  const commands: readonly (readonly [args: readonly string[], input: string])[] = [
    [['run', sheep], ''],
    [['run', sheep, '--json'], ''],
    [['run', '--ndjson'], `${JSON.stringify({ text: "N = EVAL(expr='1')" })}\n`],
    [['check', '--ndjson'], requests],
    [['format', '--stdin'], "N=EVAL(expr='1')\n"],
    [['--help'], ''],
  ];

  // Node gives its children sockets; a shell gives them pipes, which fail in another way.
  test.skipIf(process.platform === 'win32').each(commands)('of %j without a reader: a quiet end', (args, input) => {
    const line = ['-c', 'set -o pipefail; "$@" | true', 'bash', process.execPath, join(root, 'dist/cli.mjs'), ...args];
    const { status, stderr } = spawnSync('bash', line, {
      encoding: 'utf8',
      input,
      env: { ...process.env, VPROG_HOME: home },
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  test.skipIf(!existsSync('/dev/full')).each(commands)(
    'of %j to a full disk: one line, exit status 2',
    async (args, input) => {
      const { status, stderr } = await vprog(args, { home, input, stdout: '/dev/full' });
      expect(stderr).toMatch(/^Cannot write to standard output: .*no space.*\.\n$/);
      expect(status).toBe(2);
    },
  );
});

describe('files that cannot be written', () => {
  const one = program('one.vprog', "# @expect 1\nN = EVAL(expr='1')\n");
  mkdirSync(join(folder, 'taken'));

  test.each([
    ['--html', () => join(folder, 'taken'), /folder/],
    ['--html', () => join(one, 'below.html'), /not a folder/],
    ['--out', () => one, /not a folder/],
    ['--out', () => join(one, 'below'), /not a folder/],
  ])('run %s: one clear sentence, before anything is run', async (option, path, reason) => {
    const { status, stdout, stderr } = await vprog(['run', one, option, path()], { home });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain(path());
    expect(stderr).toMatch(reason);
    expect(stderr).not.toMatch(/E[A-Z]{4,}/);
  });
});
