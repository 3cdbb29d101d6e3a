import { availableParallelism } from 'node:os';
import {
  adapterRank,
  type Course,
  detectorLesson,
  type Lesson,
  learningRate,
  mlpLesson,
  mlpSizes,
  startCourse,
  temperature,
  transformerLesson,
  transformerSizes,
} from './courses.ts';
import { type Peer, type PeerCourse, startPeer } from './peer.ts';
import { median, type Row, rounded } from './row.ts';

export interface TrainBenchOptions {
  /** Few repeats: to see that it works. */
  readonly quick: boolean;
  /** Called with a sentence for the user. */
  readonly note: (text: string) => void;
}

/** A way to make updates: as many in one run of the graph, and as many in one measurement. */
interface Way {
  readonly perRun: number;
  readonly updates: number;
  /** The most that it may take in parts of the peer's time. */
  readonly target?: number;
}

interface Case {
  readonly name: string;
  readonly lesson: () => Promise<Lesson>;
  readonly ways: readonly Way[];
  readonly rounds: number;
  /** Inputs of an update that are timed as one each, where a figure is that of an input. */
  readonly samples?: number;
  readonly peer?: { readonly course: string; readonly updates: number };
}

const cases: readonly Case[] = [
  {
    name: 'MLP 512-512-128, batch 64, all weights',
    lesson: mlpLesson,
    ways: [
      { perRun: 50, updates: 50, target: 1 },
      { perRun: 10, updates: 50, target: 1 },
      { perRun: 1, updates: 20 },
    ],
    rounds: 21,
    peer: { course: 'mlp', updates: 20 },
  },
  {
    name: 'transformer D384 L4, 197 tokens, batch 8, LoRA and head',
    lesson: transformerLesson,
    ways: [{ perRun: 2, updates: 2, target: 0.6 }],
    rounds: 9,
    peer: { course: 'transformer', updates: 2 },
  },
  {
    name: 'BlazeFace front, all weights',
    lesson: detectorLesson,
    ways: [{ perRun: 4, updates: 4 }],
    rounds: 5,
    samples: 8,
  },
];

const settings = { temperature, rate: learningRate };
const peerCourses: Readonly<Record<string, PeerCourse>> = {
  mlp: { kind: 'mlp', sizes: { ...mlpSizes }, ...settings },
  transformer: { kind: 'transformer', sizes: { ...transformerSizes, rank: adapterRank }, ...settings },
};

/** What updates of training cost, beside PyTorch where it is installed: in turns, so that what else runs slows both. */
export async function benchTrain({ quick, note }: TrainBenchOptions): Promise<Row[]> {
  const peer = await startPeer(peerCourses);
  if (peer === undefined)
    note(
      'No PyTorch to compare with: install it with `apt install python3-torch libopenblas0-pthread`, or `pip install torch`.',
    );
  if (peer?.blas === 'reference')
    note(
      'PyTorch multiplies by the reference BLAS here, which is many times slower: `apt install libopenblas0-pthread`.',
    );
  try {
    const rows: Row[] = [];
    for (const one of cases) {
      const course = await startCourse(await one.lesson());
      try {
        rows.push(...rowsOf(one, await measure(one, course, peer, quick ? 1 : one.rounds), peer));
      } finally {
        await course.release();
      }
    }
    return rows;
  } finally {
    peer?.close();
  }
}

interface Times {
  /** Milliseconds an update, by way. */
  readonly ours: readonly number[];
  readonly theirs: number | undefined;
}

/** Both are timed with one thread and with one for each core; what suits each best counts, as small steps gain nothing by threads. */
async function measure(
  { ways, peer: by }: Case,
  course: Course,
  peer: Peer | undefined,
  rounds: number,
): Promise<Times> {
  const threads = [...new Set([1, availableParallelism()])];
  const ours = ways.map(() => threads.map((): number[] => []));
  const theirs = threads.map((): number[] => []);
  // The first round warms up.
  for (let round = 0; round <= rounds; round++) {
    for (const [index, count] of threads.entries()) {
      for (const [way, { updates, perRun }] of ways.entries()) {
        const time = await course.time(updates, perRun, count);
        if (round > 0) ours[way]![index]!.push(time);
      }
      if (by === undefined || peer === undefined) continue;
      const time = await peer.time(by.course, by.updates, count);
      if (round > 0) theirs[index]!.push(time);
    }
  }
  const best = (times: readonly (readonly number[])[]) => Math.min(...times.map(median));
  return { ours: ours.map(best), theirs: theirs[0]!.length === 0 ? undefined : best(theirs) };
}

function rowsOf({ name, ways, samples = 1 }: Case, { ours, theirs }: Times, peer: Peer | undefined): Row[] {
  return ways.map(({ perRun, target }, index) => {
    const how = perRun === 1 ? 'one update a run' : `Loop of ${perRun} updates`;
    const row: Row = {
      bench: 'train',
      case: `${name}; ${how}`,
      value: rounded(ours[index]! / samples),
      unit: samples === 1 ? 'ms/update' : 'ms/sample',
    };
    if (theirs === undefined || peer === undefined) return row;
    const ratio = rounded(ours[index]! / theirs);
    const version = `${peer.version}, ${peer.blas}`;
    return {
      ...row,
      peer: { name: 'PyTorch', version, value: rounded(theirs) },
      ratio,
      ...(target === undefined ? {} : { target, ok: ratio <= target }),
    };
  });
}
