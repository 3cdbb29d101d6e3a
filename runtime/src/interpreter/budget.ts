import { setImmediate } from 'node:timers/promises';
import { defaultLimits, type Limits } from '@vprog/language';
import { RunError } from '../errors.ts';
import type { RuntimeValue } from '../values.ts';
import { checkList, checkString, limitError } from './limits.ts';
import { sizeOf } from './size.ts';

/** How long the run may keep the process to itself before it looks whether somebody has cancelled it. */
const sliceMs = 8;

/** What is left of a run's limits. One for each run; `signal` cancels it. */
export class Budget {
  readonly limits: Limits;
  readonly #signal: AbortSignal | undefined;
  readonly #start = performance.now();
  readonly #pixels = new Set<string>();
  #sliceEnd = this.#start + sliceMs;
  #statements = 0;
  #bytes = 0;

  constructor(limits: Partial<Limits> = {}, signal?: AbortSignal) {
    this.limits = { ...defaultLimits, ...limits };
    this.#signal = signal;
  }

  /**
   * To be called between any two operations, and awaited where it gives something to wait for. Throws VP702 when the run
   * was cancelled and VP730 when its time is over.
   */
  tick(): Promise<void> | undefined {
    if (this.#signal?.aborted) throw new RunError('VP702', 'The run was cancelled.');
    const now = performance.now();
    if (now - this.#start > this.limits.seconds * 1000) {
      throw limitError('seconds', this.limits, `A run of more than ${this.limits.seconds} seconds`);
    }
    if (now < this.#sliceEnd) return undefined;
    return this.#yield();
  }

  async #yield(): Promise<void> {
    // The first turn reads a message that cancels the run, the second carries it out.
    await setImmediate();
    await setImmediate();
    this.#sliceEnd = performance.now() + sliceMs;
    if (this.#signal?.aborted) throw new RunError('VP702', 'The run was cancelled.');
  }

  /** A statement begins. */
  async statement(): Promise<void> {
    if (++this.#statements > this.limits.statements) {
      throw limitError('statements', this.limits, `Step number ${this.#statements.toLocaleString('en')}`);
    }
    await this.tick();
  }

  /** Throws VP730 where a value that was just made is too large for any place. */
  check(value: RuntimeValue): RuntimeValue {
    if (value.type === 'str') checkString(value.value.length, this.limits);
    else if ('items' in value || 'entries' in value) {
      const { elements, characters, depth } = sizeOf(value);
      if (depth > this.limits.depth) throw limitError('depth', this.limits, 'The nesting of this list');
      checkList(elements, this.limits);
      checkString(characters, this.limits);
    }
    return value;
  }

  /** A variable holds the value from now on: throws VP730 where the run's values together need too much memory. */
  keep(value: RuntimeValue): RuntimeValue {
    const { characters, elements, bytes } = sizeOf(this.check(value), this.#pixels);
    this.#bytes += bytes + characters * 2 + elements * 16;
    const megabytes = this.#bytes / 2 ** 20;
    if (megabytes > this.limits.memoryMB) {
      throw limitError('memoryMB', this.limits, `Holding ${Math.ceil(megabytes).toLocaleString('en')} MiB of values`);
    }
    return value;
  }
}
