import { setImmediate } from 'node:timers/promises';
import { type CancellationToken, LSPErrorCodes, type RemoteConsole, ResponseError } from 'vscode-languageserver';
import type { Documents, Snapshot } from './documents.ts';

interface DocumentParams {
  readonly textDocument: { readonly uri: string };
}

/** Makes an LSP handler of a function over one document's snapshot. */
export type Handle = <P extends DocumentParams, R>(
  name: string,
  empty: R,
  answer: (snapshot: Snapshot, params: P) => R | Promise<R>,
) => (params: P, token: CancellationToken) => Promise<R | ResponseError<never>>;

/**
 * The one wrapper around every request on a document. It finds the document, answers `empty` where there is none or the
 * feature fails, tells a failure to the log once, and answers a cancelled request with LSP's RequestCancelled.
 */
export function createHandle(documents: Documents, log: Pick<RemoteConsole, 'error'>): Handle {
  const reported = new Set<string>();
  return (name, empty, answer) => async (params, token) => {
    const cancelled = () => new ResponseError<never>(LSPErrorCodes.RequestCancelled, `${name} was cancelled.`);
    try {
      // A turn of the event loop before the work and one after the analysis, which may be long: a cancellation or an edit
      // that waits behind the request is read then.
      await setImmediate();
      if (token.isCancellationRequested) return cancelled();
      const snapshot = await documents.snapshot(params.textDocument.uri);
      await setImmediate();
      if (token.isCancellationRequested) return cancelled();
      return snapshot === undefined ? empty : await answer(snapshot, params);
    } catch (error) {
      const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
      if (!reported.has(name + trace)) {
        reported.add(name + trace);
        log.error(`${name} failed: ${trace}`);
      }
      return empty;
    }
  };
}
