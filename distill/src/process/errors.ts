import { ErrorCodes, ResponseError } from 'vscode-jsonrpc';
import { DistillError, type Fault } from '../errors.ts';

// How errors cross the border of the process: their class does not, what they say does.

interface ErrorData {
  readonly where: string;
  readonly what: string;
  readonly remedy: string;
  readonly fault: Fault;
}

/** For the answer to a request: a DistillError whole, of anything else the first line. */
export function packError(error: unknown): ResponseError<ErrorData | undefined> {
  if (error instanceof DistillError) {
    const { message, where, what, remedy, fault } = error;
    return new ResponseError(ErrorCodes.InternalError, message, { where, what, remedy, fault });
  }
  const text = error instanceof Error ? error.message : String(error);
  const line = text.split('\n').find(each => each.trim() !== '') ?? 'it does not say why';
  return new ResponseError<undefined>(ErrorCodes.InternalError, line.trim(), undefined);
}

/** What `packError` was given, or an Error with its first line. */
export function unpackError(error: unknown): unknown {
  if (!(error instanceof ResponseError)) return error;
  const data = error.data as ErrorData | null | undefined;
  if (data == null) return new Error(error.message);
  return new DistillError(data.where, data.what, data.remedy, data.fault);
}
