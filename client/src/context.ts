import type { Disposable, ExtensionContext, LogOutputChannel } from 'vscode';
import type { Distiller } from './distill/distiller.ts';
import type { Reports } from './distill/reports.ts';
import type { Documents } from './documents.ts';
import type { Pictures } from './inputs/pictures.ts';
import type { Versions } from './modules/versions.ts';
import type { Runs } from './runs.ts';
import type { Runtime } from './runtime.ts';
import type { Server } from './server.ts';
import type { Hovers } from './show/hovers.ts';
import type { Thumbnails } from './show/thumbnails.ts';

/** What every feature is given. */
export interface Context {
  readonly extension: ExtensionContext;
  readonly log: LogOutputChannel;
  readonly server: Server;
  readonly runtime: Runtime;
  readonly distiller: Distiller;
  readonly reports: Reports;
  readonly versions: Versions;
  readonly documents: Documents;
  readonly pictures: Pictures;
  readonly thumbnails: Thumbnails;
  readonly hovers: Hovers;
  readonly runs: Runs;
}

/** A part of the extension: it registers what it needs and is gone when it is disposed of. */
export type Feature = (context: Context) => Disposable;
