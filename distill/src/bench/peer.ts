import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { peerScript } from './peer-script.ts';

/** A course as the script builds it. */
export interface PeerCourse {
  readonly kind: 'mlp' | 'transformer';
  readonly sizes: Readonly<Record<string, number>>;
  readonly temperature: number;
  readonly rate: number;
}

interface Hello {
  readonly version: string;
  /** The library of its products of matrices: `openblas`, `mkl`, `blis`, `reference`, `unknown`. */
  readonly blas: string;
}

/** PyTorch, in a process that waits while we are timed. */
export interface Peer extends Hello {
  /** Makes updates with that many threads in its operators; resolves to milliseconds an update. */
  time(course: string, updates: number, threads: number): Promise<number>;
  close(): void;
}

/** The first on the path may be one without PyTorch where the system's has it. */
const commands = process.platform === 'win32' ? ['python', 'python3'] : ['python3', '/usr/bin/python3'];

/** PyTorch by the first Python that has it, with these courses; undefined where none has. */
export async function startPeer(courses: Readonly<Record<string, PeerCourse>>): Promise<Peer | undefined> {
  for (const command of commands) {
    const peer = await startWith(command, courses);
    if (peer !== undefined) return peer;
  }
  return undefined;
}

type Child = ChildProcessByStdio<Writable, Readable, null>;

async function startWith(command: string, courses: Readonly<Record<string, PeerCourse>>): Promise<Peer | undefined> {
  // OpenMP's threads spin while they wait, on the cores that OpenBLAS's own threads need: told to sleep, PyTorch is more than twice as fast.
  const env = { OMP_WAIT_POLICY: 'PASSIVE', ...process.env };
  const child: Child = spawn(command, ['-c', peerScript], { env, stdio: ['pipe', 'pipe', 'ignore'] });
  // Without such a command, or without PyTorch, the lines end.
  child.on('error', () => undefined);
  child.stdin.on('error', () => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (request: unknown): Promise<unknown> => {
    child.stdin.write(`${JSON.stringify(request)}\n`);
    const { done, value } = await lines.next();
    return done ? undefined : JSON.parse(value);
  };
  const hello = (await ask({ courses, threads: availableParallelism() })) as Hello | undefined;
  if (hello === undefined) return undefined;
  return {
    ...hello,
    async time(course, updates, threads) {
      const answer = await ask({ course, updates, threads });
      if (typeof answer !== 'number') throw new Error('PyTorch ended in the middle of the benchmark. Run it again.');
      return answer;
    },
    close: () => child.stdin.end(),
  };
}
