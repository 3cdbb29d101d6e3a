import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { writeWhole } from '@vprog/runtime/write-whole';
import type { LossPoint } from '../protocol.ts';
import type { TrainingState } from './trainer.ts';

/** All that training goes on from, and what was seen on the way. */
export interface Checkpoint {
  /** Of all that the course of training depends on: a checkpoint of another course is none. */
  readonly course: string;
  readonly state: TrainingState;
  readonly losses: readonly LossPoint[];
}

/*
 * The file: magic, SHA-256 of what follows, length of the header (4 bytes, little endian), header as JSON, then the three
 * vectors as float32, little endian.
 */
const magic = Buffer.from('vprog-checkpoint-1\n', 'latin1');
const bodyStart = magic.length + 32;

interface Header {
  readonly course: string;
  readonly done: number;
  readonly size: number;
  readonly losses: readonly LossPoint[];
}

export async function writeCheckpoint(path: string, { course, state, losses }: Checkpoint): Promise<void> {
  const { parameters, first, second, done } = state;
  const header = Buffer.from(JSON.stringify({ course, done, size: parameters.length, losses } satisfies Header));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(header.length);
  const vectors = [parameters, first, second].map(
    each => new Uint8Array(each.buffer, each.byteOffset, each.byteLength),
  );
  const body = Buffer.concat([length, header, ...vectors]);
  await writeWhole(path, Buffer.concat([magic, createHash('sha256').update(body).digest(), body]));
}

/** Undefined where there is none, where it is damaged, or of another course: training starts anew then. */
export async function readCheckpoint(path: string, course: string): Promise<Checkpoint | undefined> {
  const bytes = await readFile(path).catch(() => undefined);
  if (bytes === undefined || !bytes.subarray(0, magic.length).equals(magic)) return undefined;
  const body = bytes.subarray(bodyStart);
  const digest = createHash('sha256').update(body).digest();
  if (!digest.equals(bytes.subarray(magic.length, bodyStart))) return undefined;
  const end = 4 + body.readUInt32LE(0);
  const header = JSON.parse(body.subarray(4, end).toString()) as Header;
  if (header.course !== course) return undefined;
  const vector = (index: number): Float32Array => {
    const start = end + index * header.size * 4;
    return new Float32Array(Uint8Array.from(body.subarray(start, start + header.size * 4)).buffer);
  };
  const state = { parameters: vector(0), first: vector(1), second: vector(2), done: header.done };
  return { course, state, losses: header.losses };
}
