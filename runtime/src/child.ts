import { type ChildProcess, fork } from 'node:child_process';
import {
  createMessageConnection,
  type Disposable,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';

// What the hosts of our processes share: each is a program of its own that speaks JSON-RPC over its IPC channel.

export interface ChildOptions {
  /** Absolute path of the program. */
  readonly entry: string;
  readonly args?: readonly string[];
  /** The Node to run it with; absent: this process's own, also where that is Electron. */
  readonly execPath?: string;
  readonly execArgv?: readonly string[];
  /** Added to this process's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Lines that the process writes to its output, which mostly come from native libraries. */
  readonly log?: (text: string) => void;
}

export interface Child {
  readonly process: ChildProcess;
  readonly connection: MessageConnection;
  /** Resolves, when the process has ended, with how (undefined: as it should); never rejects. */
  readonly exit: Promise<string | undefined>;
}

/** vscode's and vscode-jsonrpc's tokens both are one. */
export interface CancellationTokenLike {
  readonly isCancellationRequested: boolean;
  onCancellationRequested(listener: () => void): Disposable;
}

/** Starts the program. `ended` hears how it ended before anybody who waits for `exit`. */
export function forkChild(options: ChildOptions, ended: (reason: string | undefined) => void = () => undefined): Child {
  const { entry, args = [], execPath = process.execPath, execArgv = [], env, log } = options;
  const child = fork(entry, [...args], {
    execPath,
    execArgv: [...execArgv],
    // Makes Electron behave as Node; Node does not know it.
    env: { ...process.env, ...env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  child.stdout?.on('data', data => log?.(String(data).trimEnd()));
  child.stderr?.on('data', data => log?.(String(data).trimEnd()));
  const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
  connection.onError(([error]) => log?.(`The channel of process ${child.pid}: ${error.message}`));
  connection.listen();
  const exit = new Promise<string | undefined>(resolve => {
    child.once('error', error => resolve(error.message));
    child.once('exit', (code, signal) => resolve(code === 0 ? undefined : (signal ?? `exit status ${code}`)));
  }).then(reason => {
    ended(reason);
    // After those who wait for the exit have heard of it: it fails their requests.
    setImmediate(() => connection.dispose());
    return reason;
  });
  return { process: child, connection, exit };
}

export type Outcome<T> =
  | { readonly exited: false; readonly value: T; readonly reason?: undefined }
  | { readonly exited: true; readonly value?: undefined; readonly reason: string | undefined };

/** The answer, or how the process ended before it gave one. Rejects where the request itself failed. */
export function outcome<T>(child: Child, request: Promise<T>): Promise<Outcome<T>> {
  const exit = child.exit.then((reason): Outcome<T> => ({ exited: true, reason }));
  const answer = request.then(
    (value): Outcome<T> => ({ exited: false, value }),
    // A channel that breaks fails the request before the process is known to have ended.
    error => (child.process.connected ? Promise.reject(error) : exit),
  );
  return Promise.race([answer, exit]);
}

/** Resolves when the token is cancelled; never without one. */
export function cancelled(token: CancellationTokenLike | undefined): Promise<void> {
  if (token === undefined) return new Promise(() => undefined);
  return new Promise(resolve => {
    if (token.isCancellationRequested) resolve();
    else token.onCancellationRequested(() => resolve());
  });
}
