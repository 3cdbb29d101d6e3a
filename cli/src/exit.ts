import type { ProblemJson, Trace } from '@vprog/runtime/protocol';

/** What the command's exit status says. */
export const exitStatus = { done: 0, errors: 1, usage: 2, model: 3, cancelled: 130 } as const;

/** Wrong usage or unreadable input: the message is all that the user sees. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A model that is not there or damaged: the message is all that the user sees. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
}

/** The user ended it: no more is said than the message. */
export class CancelledError extends Error {
  override readonly name = 'Cancelled';
}

/** The status for what ended a command. */
export function statusOfThrown(error: unknown): number {
  if (error instanceof UsageError) return exitStatus.usage;
  if (error instanceof ModelError) return exitStatus.model;
  return error instanceof CancelledError ? exitStatus.cancelled : exitStatus.errors;
}

/** VP71x: a picture that is not given, not there, or cannot be read. VP52x: a configuration that cannot be used. */
const isInput = (code: string): boolean => /^VP(?:71|52)\d$/.test(code);
/** VP50x: no model for what the program asks, or its file is missing or damaged. */
const isModel = (code: string): boolean => /^VP50\d$/.test(code);
const cancelled = 'VP702';

/** The status for an error of a run; none is success. */
export function statusOfError(error: Pick<ProblemJson, 'code'> | undefined): number {
  if (error === undefined) return exitStatus.done;
  if (error.code === cancelled) return exitStatus.cancelled;
  if (isInput(error.code)) return exitStatus.usage;
  return isModel(error.code) ? exitStatus.model : exitStatus.errors;
}

export function statusOfTrace(trace: Pick<Trace, 'ok' | 'cancelled' | 'error'>): number {
  if (trace.cancelled) return exitStatus.cancelled;
  return trace.ok ? exitStatus.done : statusOfError(trace.error) || exitStatus.errors;
}

/** Of several runs: cancelled before all, then what hinders the run itself (usage, model), then errors. */
export function worstStatus(statuses: readonly number[]): number {
  const order = [exitStatus.cancelled, exitStatus.usage, exitStatus.model, exitStatus.errors];
  return order.find(status => statuses.includes(status)) ?? exitStatus.done;
}
