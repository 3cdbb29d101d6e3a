import type { StepInfo } from '@vprog/language';
import type { StepResult } from '../cache/entry.ts';
import { type KeyParts, stepKey } from '../cache/key.ts';
import type { StepCache } from '../cache/step-cache.ts';
import type { Capabilities, ModelUse } from '../capabilities.ts';
import { RunError } from '../errors.ts';
import type { Arguments, ModuleContext, ModuleImplementation, Shown } from '../modules/module.ts';
import type { Shape } from '../protocol.ts';
import type { RuntimeValue } from '../values.ts';
import { type BoundArgument, bindArguments } from './arguments.ts';
import type { Budget } from './budget.ts';
import { nameError } from './errors.ts';

/** What the steps of one run share. */
export interface Execution {
  /** Inputs, and what the steps so far have given. */
  readonly variables: Map<string, RuntimeValue>;
  readonly implementations: ReadonlyMap<string, ModuleImplementation>;
  readonly models: Capabilities;
  /** Absent: every step is computed. */
  readonly cache?: StepCache | undefined;
  /** Of the profile: part of the cache key. */
  readonly semantics: string;
  readonly budget: Budget;
}

/** What became of a step: a result or an error. */
export interface StepOutcome {
  readonly args: readonly BoundArgument[];
  readonly result?: StepResult;
  readonly shown?: Shown | undefined;
  readonly error?: RunError;
  readonly cached: boolean;
  /** Resolves when the result is where a crash cannot take it. */
  readonly saved?: Promise<void> | undefined;
  /** Milliseconds of the whole and of model calls. */
  readonly ms: number;
  readonly modelMs: number;
}

/**
 * Carries out one step, whose key (language: stepKeys) is `key`, and assigns its variable. Mistakes of the program and of models are part of the outcome; rejects
 * with RunError VP702 where the run was cancelled.
 */
export async function executeStep(step: StepInfo, key: string, execution: Execution): Promise<StepOutcome> {
  const start = performance.now();
  const calls: ModelUse[] = [];
  let args: readonly BoundArgument[] = [];
  const ended = () => ({
    args,
    ms: performance.now() - start,
    modelMs: calls.reduce((sum, { ms }) => sum + ms, 0),
  });
  try {
    await execution.budget.statement();
    const implementation = execution.implementations.get(step.call.callee.kind === 'Name' ? step.call.callee.name : '');
    if (implementation === undefined || step.signature === undefined) throw nameError(step.name.name);
    const bound = await bindArguments(step.call, step.signature, execution);
    args = bound.written;
    const place = { module: step.signature.name, step: implementation.capabilities.length === 0 ? key : null };
    const { result, cached, saved } = await resultOf(place, implementation, bound.all, execution, calls);
    execution.variables.set(step.name.name, execution.budget.keep(result.output));
    return { ...ended(), result, cached, saved, shown: show(implementation, bound.all, result) };
  } catch (thrown) {
    const error = asRunError(thrown);
    if (error.code === 'VP702') throw error;
    return { ...ended(), error, cached: false };
  }
}

async function resultOf(
  place: Pick<KeyParts, 'module' | 'step'>,
  implementation: ModuleImplementation,
  args: Arguments,
  { models, cache, semantics, budget }: Execution,
  calls: ModelUse[],
): Promise<{ readonly result: StepResult; readonly cached: boolean; readonly saved?: Promise<void> | undefined }> {
  const { version, capabilities } = implementation;
  const identities = await Promise.all(capabilities.map(async name => (await models.identity(name)) ?? null));
  const key = cache && stepKey({ ...place, version, models: identities, semantics, args });
  const before = key === undefined ? undefined : await cache?.get(key, args);
  if (before !== undefined) return { result: before, cached: true };
  await budget.tick();
  const result = await compute(implementation, args, models, calls);
  await budget.tick();
  // Only what called a model is worth the disk; the rest is computed again as fast.
  return {
    result,
    cached: false,
    saved: key === undefined ? undefined : cache?.put(key, result, args, calls.length > 0),
  };
}

async function compute(
  implementation: ModuleImplementation,
  args: Arguments,
  models: Capabilities,
  calls: ModelUse[],
): Promise<StepResult> {
  const warnings = new Set<string>();
  const marks: Shape[] = [];
  const context: ModuleContext = {
    models,
    use: answer => {
      calls.push(answer.model);
      for (const warning of answer.warnings) warnings.add(warning);
      return answer.value;
    },
    warn: message => warnings.add(message),
    mark: shapes => marks.push(...shapes),
  };
  const output = await implementation.run(args, context);
  const [model] = calls;
  return {
    output,
    warnings: [...warnings],
    marks,
    ...(model && { model: { id: model.id, sha256: model.sha256 }, provider: model.provider }),
  };
}

function show(implementation: ModuleImplementation, args: Arguments, { output, marks }: StepResult): Shown | undefined {
  if (implementation.show !== undefined) return implementation.show(args, output, marks);
  return output.type === 'image' ? { picture: output.picture, shapes: marks } : undefined;
}

/** Whatever else is thrown is a mistake of ours, and is reported as one. */
export function asRunError(thrown: unknown): RunError {
  if (thrown instanceof RunError) return thrown;
  const reason = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  return new RunError('VP700', `VProg itself failed here (${reason}); please report it with the program.`);
}
