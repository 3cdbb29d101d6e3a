import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import type { ModelCard } from '@vprog/language';
import type { Trace } from '@vprog/runtime/protocol';
import { beforeAll, describe, expect, test } from 'vitest';
import { photos, root, temporaryFolder, vprog } from './vprog.ts';

const folder = temporaryFolder();
const home = join(folder, 'home');
const file = (name: string) => join(folder, name);

/** A PNG of one colour whose header may claim any size. */
function png(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const framed = Buffer.alloc(body.length + 8);
    framed.writeUInt32BE(data.length, 0);
    body.copy(framed, 4);
    framed.writeUInt32BE(crc32(body), body.length + 4);
    return framed;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const rows = deflateSync(Buffer.alloc((1 + width * 3) * Math.min(height, 4), 0x7f).fill(0, 0, 1));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))]);
}

function crc32(bytes: Buffer): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

/** Two steps that need no model, one that looks at the picture. */
const looksAt = (picture: string): string =>
  `# @question How wide is it?\n# @image ${picture}\nN = EVAL(expr='1 + 1')\nBOXES = LOC(image=IMAGE, object='cat')\nFINAL = RESULT(var=N)\n`;

async function run(program: string, ...args: string[]): Promise<Trace & { status: number | null; stderr: string }> {
  writeFileSync(file('program.vprog'), program);
  const ended = await vprog(['run', file('program.vprog'), '--json', ...args], { home });
  return { ...(JSON.parse(ended.stdout) as Trace), status: ended.status, stderr: ended.stderr };
}

describe('a picture that cannot be read', () => {
  beforeAll(() => {
    copyFileSync(join(photos, 'cat.jpg'), file('truncated.jpg'));
    truncateSync(file('truncated.jpg'), 20_000);
    writeFileSync(file('huge.png'), png(60_000, 60_000));
    writeFileSync(file('text.jpg'), 'This is no picture.\n');
    writeFileSync(file('empty.jpg'), '');
  });

  test.each([
    ['missing.jpg', 'VP711'],
    ['truncated.jpg', 'VP713'],
    ['huge.png', 'VP714'],
    ['text.jpg', 'VP712'],
    ['empty.jpg', 'VP712'],
    ['.', 'VP71'],
  ])('%s is %s at its directive, exit status 2', async (picture, code) => {
    const { status, error, ok } = await run(looksAt(picture));
    expect(error).toMatchObject({ code: expect.stringContaining(code), range: { start: { line: 1, character: 9 } } });
    expect(error!.message).toMatch(/^.{10,400}\.$/s);
    expect({ status, ok }).toEqual({ status: 2, ok: false });
  });

  test('a program that names none: at the first use, with the line to write', async () => {
    const { status, error } = await run("B = LOC(image=IMAGE, object='cat')\n");
    expect(error).toMatchObject({ code: 'VP710', range: { start: { line: 0, character: 14 } } });
    expect(error!.message).toContain('# @image');
    expect(status).toBe(2);
  });

  test('the run goes on to work with another picture', async () => {
    const { status, ok } = await run(looksAt('missing.jpg'), '--input', `IMAGE=${join(photos, 'cat.jpg')}`);
    expect({ status, ok }).toEqual({ status: 0, ok: true });
  });
});

describe('a program file', () => {
  test.each([
    ['missing', () => join(folder, 'none.vprog'), 'there is no such file'],
    ['a folder', () => folder, 'it is a folder'],
    ['not text', () => join(photos, 'cat.jpg'), 'it is not a text in UTF-8'],
  ])('that is %s: one sentence, exit status 2', async (_, path, message) => {
    for (const command of ['check', 'run', 'format', 'test']) {
      const { status, stderr } = await vprog([command, path()], { home });
      expect({ command, status }).toEqual({ command, status: 2 });
      expect(stderr).toBe(`Cannot read ${path()}: ${message}.\n`);
    }
  });

  test.each(['', '\n\n', '# a comment\n', '# @question Nothing?\n'])('with nothing in it: %j', async text => {
    const { status, error, steps } = await run(text);
    expect(error).toMatchObject({ code: 'VP720' });
    expect({ status, steps }).toEqual({ status: 1, steps: [] });
  });
});

describe('a model file', () => {
  /** Declares a copy of the detector whose file is what `change` makes of it. */
  function declare(name: string, change: (bytes: Buffer) => Buffer): string {
    const from = join(root, 'runtime/models/nanodet');
    const { id: _, ...card } = JSON.parse(readFileSync(join(from, 'card.json'), 'utf8')) as ModelCard;
    const bytes = readFileSync(join(from, card.file.path));
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(card.file.sha256);
    writeFileSync(file(`${name}.onnx`), change(bytes));
    const config = {
      profile: 'own',
      profiles: { own: { extends: 'photos', bindings: { detect: name } } },
      models: { [name]: { ...card, file: { ...card.file, path: `${name}.onnx` } } },
    };
    writeFileSync(file(`${name}.json`), JSON.stringify(config));
    return file(`${name}.json`);
  }
  const program = `# @image ${photos}/cat.jpg\nN = EVAL(expr='1 + 1')\nB = LOC(image=IMAGE, object='cat')\n`;

  test('with a flipped byte is not loaded: exit status 3, and the earlier step stays', async () => {
    const config = declare('flipped', bytes => {
      const copy = Buffer.from(bytes);
      copy[copy.length >> 1]! ^= 1;
      return copy;
    });
    const { status, error, steps } = await run(program, '--config', config);
    expect(error).toMatchObject({ code: 'VP503', range: { start: { line: 2 } } });
    expect(steps[0]).toMatchObject({ name: 'N', output: { type: 'int', value: 2 } });
    expect(status).toBe(3);
    const verify = await vprog(['models', 'verify', '--config', config], { home });
    expect(verify.status).toBe(3);
    expect(verify.stdout).toMatch(/^flipped +damaged/m);
  });

  test('that is whole runs', async () => {
    const { status, error } = await run(
      program,
      '--config',
      declare('whole', bytes => bytes),
    );
    expect({ status, error }).toEqual({ status: 0, error: undefined });
  });

  test('that is missing: exit status 3', async () => {
    const config = declare('short', bytes => bytes.subarray(0, 100));
    expect(await run(program, '--config', config)).toMatchObject({ status: 3, error: { code: 'VP503' } });
  });

  test('that no profile binds: exit status 3', async () => {
    const { status, error } = await run(`# @image ${photos}/cat.jpg\nA = VQA(image=IMAGE, question='What?')\n`);
    expect(error).toMatchObject({ code: 'VP501', range: { start: { line: 1 } } });
    expect(status).toBe(3);
  });
});

describe('odd values', () => {
  test('a picture of one pixel runs through every module', async () => {
    writeFileSync(file('pixel.png'), png(1, 1));
    const { status, error, steps } = await run(
      [
        '# @image pixel.png',
        "B = LOC(image=IMAGE, object='cat')",
        'C = CROP(image=IMAGE, box=B)',
        'L = CROP_LEFTOF(image=IMAGE, box=B)',
        'F = FACEDET(image=IMAGE)',
        'S = SEG(image=IMAGE)',
        'T = TAG(image=IMAGE, object=B)',
        "E = EMOJI(image=IMAGE, object=F, emoji='smiling_face')",
        'P = COLORPOP(image=IMAGE, object=S)',
        'G = BGBLUR(image=IMAGE, object=S)',
        'R = READ(image=IMAGE)',
        'N = COUNT(box=B)',
        'FINAL = RESULT(var=N)',
      ].join('\n'),
    );
    expect(error).toBeUndefined();
    expect({ status, steps: steps.length }).toEqual({ status: 0, steps: 12 });
  });

  test('a box outside the picture is an error at its line', async () => {
    const { status, error, steps } = await run(
      `# @image ${photos}/cat.jpg\nN = EVAL(expr='1')\nC = CROP(image=IMAGE, box=[[600, 600, 700, 700]])\n`,
    );
    expect(error).toMatchObject({ code: 'VP707', range: { start: { line: 2 } } });
    expect(steps[0]!.output).toMatchObject({ value: 1 });
    expect(status).toBe(1);
  });

  test('a phrase of 10,000 characters is refused or answered, in a message that a person can read', async () => {
    const { status, steps, error } = await run(
      `# @image ${photos}/cat.jpg\nN = EVAL(expr='1')\nB = LOC(image=IMAGE, object='${'cat '.repeat(2500)}')\n`,
    );
    expect(steps[0]!.output).toMatchObject({ value: 1 });
    const messages = [...(error ? [error.message] : []), ...steps.flatMap(({ warnings }) => warnings)];
    expect(messages).not.toEqual([]);
    for (const message of messages) expect(message.length).toBeLessThan(500);
    expect(status).toBeLessThan(2);
  });
});
