import { LRUCache } from 'lru-cache';
import type { InferenceSession, OnnxValue, Tensor } from 'onnxruntime-node';
import { type Provider, providerNames } from '../../devices/providers.ts';
import { RunError } from '../../errors.ts';
import { oneLine } from './reason.ts';

/** A model file, checked before it is handed over here. */
export interface SessionFile {
  /** The model's id, for messages. */
  readonly model: string;
  readonly path: string;
  readonly sha256: string;
  /** Of all that is loaded. */
  readonly bytes: number;
}

export interface SessionResult {
  readonly outputs: Readonly<Record<string, Tensor>>;
  readonly provider: Provider;
  /** Milliseconds of the run alone, without waiting and loading. */
  readonly ms: number;
  readonly warnings: readonly string[];
}

export interface FeedTensor {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/**
 * Sessions of ONNX Runtime, one for each model file and provider, made when first needed, kept under a memory budget
 * and let go least recently used. Work on one provider is done one after another: ONNX Runtime blocks the process while
 * it runs, and WebGPU must never run twice at once.
 */
export class Sessions {
  readonly #sessions: LRUCache<string, Promise<InferenceSession>>;
  readonly #queues = new Map<Provider, Promise<unknown>>();
  readonly #broken = new Map<string, string>();

  /** @param memory bytes of model files loaded at most, the one in use always being allowed. */
  constructor(memory = 2 * 2 ** 30) {
    this.#sessions = new LRUCache({
      maxSize: memory,
      // Behind what already waits on that provider, so that no session goes while it runs.
      dispose: (session, key) => {
        const release = async () => (await session.catch(() => undefined))?.release();
        void this.#queue(key.split(' ')[0] as Provider, release).catch(() => undefined);
      },
    });
  }

  /**
   * Runs the model on the first of `providers` on which its session can be built, and says in the warnings which of
   * them failed, once for each. Throws RunError VP504 where none can, or where the run fails.
   */
  async run(
    file: SessionFile,
    providers: readonly Provider[],
    feeds: Readonly<Record<string, FeedTensor>>,
    outputs: readonly string[],
  ): Promise<SessionResult> {
    const warnings: string[] = [];
    let reason = '';
    for (const [index, provider] of providers.entries()) {
      const key = sessionKey(provider, file);
      const known = this.#broken.get(key);
      reason = known ?? reason;
      if (known !== undefined) continue;
      try {
        return { ...(await this.#queue(provider, () => this.#runOn(provider, file, feeds, outputs))), warnings };
      } catch (error) {
        if (!(error instanceof SessionError)) throw error;
        reason = error.message;
        this.#broken.set(key, reason);
        const next = providers.slice(index + 1).find(other => !this.#broken.has(sessionKey(other, file)));
        if (next === undefined) break;
        const name = providerNames[provider];
        warnings.push(
          `The model ${file.model} cannot be loaded on ${name} (${reason}); ${providerNames[next]} is used.`,
        );
      }
    }
    throw new RunError('VP504', `The model ${file.model} cannot be loaded: ${reason} (${file.path}).`);
  }

  /** The provider that `run` would take of these, as far as is known. */
  expected(file: SessionFile, providers: readonly Provider[]): Provider {
    return providers.find(provider => !this.#broken.has(sessionKey(provider, file))) ?? providers[0]!;
  }

  /** Lets all sessions go, and resolves when they are gone. */
  async clear(): Promise<void> {
    this.#sessions.clear();
    await Promise.allSettled(this.#queues.values());
  }

  async #runOn(
    provider: Provider,
    file: SessionFile,
    feeds: Readonly<Record<string, FeedTensor>>,
    outputs: readonly string[],
  ): Promise<Omit<SessionResult, 'warnings'>> {
    const session = await this.#session(provider, file);
    const { Tensor } = await import('onnxruntime-node');
    const tensors = Object.entries(feeds).map(
      ([name, { data, dims }]) => [name, new Tensor('float32', data, dims)] as const,
    );
    const start = performance.now();
    const values = await session.run(Object.fromEntries(tensors), outputs).catch((error: unknown) => {
      throw new RunError('VP504', `The model ${file.model} failed: ${oneLine(error)}.`);
    });
    const ms = performance.now() - start;
    return { outputs: values as Readonly<Record<string, OnnxValue & Tensor>>, provider, ms };
  }

  #session(provider: Provider, file: SessionFile): Promise<InferenceSession> {
    const key = sessionKey(provider, file);
    const known = this.#sessions.get(key);
    if (known) return known;
    const session = createSession(provider, file.path);
    // A model above the whole budget counts as the budget: it pushes out all others, and goes with the next.
    this.#sessions.set(key, session, { size: Math.max(1, Math.min(file.bytes, this.#sessions.maxSize)) });
    session.catch(() => this.#sessions.delete(key));
    return session;
  }

  #queue<T>(provider: Provider, work: () => Promise<T>): Promise<T> {
    const result = (this.#queues.get(provider) ?? Promise.resolve()).then(work, work);
    this.#queues.set(
      provider,
      result.catch(() => undefined),
    );
    return result;
  }
}

/** A session could not be built, and perhaps can on another provider. */
class SessionError extends Error {}

const sessionKey = (provider: Provider, file: SessionFile): string => `${provider} ${file.sha256}`;

const errorLevel = 3;

async function createSession(provider: Provider, path: string): Promise<InferenceSession> {
  try {
    const { InferenceSession } = await import('onnxruntime-node');
    return await InferenceSession.create(path, { executionProviders: [provider], logSeverityLevel: errorLevel });
  } catch (error) {
    throw new SessionError(oneLine(error));
  }
}
