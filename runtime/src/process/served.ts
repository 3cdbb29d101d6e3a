import {
  type CancellationToken,
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';

/** This process as one that another forked to be asked: see `forkChild` for the other side. */
export interface Served {
  /** Over the IPC channel; listen when the answers are registered. */
  readonly connection: MessageConnection;
  /** Keeps the process for the time of `work` and a while after. */
  awake<T>(work: () => Promise<T>): Promise<T>;
}

/** Ends the process with its channel, and when nothing was asked for `idleMs` milliseconds: only that surely gives memory back. */
export function served(idleMs: number): Served {
  let working = 0;
  let idle: NodeJS.Timeout | undefined;
  process.on('disconnect', () => process.exit(0));
  return {
    connection: createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process)),
    async awake(work) {
      working++;
      clearTimeout(idle);
      try {
        return await work();
      } finally {
        if (--working === 0) idle = setTimeout(() => process.disconnect?.(), idleMs);
      }
    },
  };
}

/** A token of JSON-RPC as a signal. */
export function signalOf(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}
