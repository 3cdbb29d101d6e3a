import { type ExtensionContext, type Uri, window } from 'vscode';
import { type Chip, chipsOf } from './chips/chip.ts';
import { registerCommands } from './commands/all.ts';
import { configFor } from './configuration.ts';
import type { Context, Feature } from './context.ts';
import { Distiller } from './distill/distiller.ts';
import { Reports } from './distill/reports.ts';
import { Documents } from './documents.ts';
import { Pictures } from './inputs/pictures.ts';
import { keptVersions } from './modules/kept.ts';
import { modelNodes, type Node, versionNodes } from './modules/rows.ts';
import { Versions } from './modules/versions.ts';
import { modulesView } from './modules/view.ts';
import { outdateResults } from './outdate.ts';
import { runOnSave } from './run-on-save.ts';
import { Runs } from './runs.ts';
import { Runtime } from './runtime.ts';
import { Server } from './server.ts';
import { chips } from './show/chips.ts';
import { contextKeys } from './show/context-key.ts';
import { failures } from './show/failures.ts';
import { hover } from './show/hover.ts';
import { Hovers } from './show/hovers.ts';
import { lenses } from './show/lenses.ts';
import { problems } from './show/problems.ts';
import { status } from './show/status.ts';
import { Thumbnails } from './show/thumbnails.ts';

/** All that the extension does. */
const features: readonly Feature[] = [
  registerCommands,
  lenses,
  chips,
  hover,
  problems,
  status,
  contextKeys,
  failures,
  runOnSave,
  outdateResults,
  keptVersions,
  modulesView,
];

/** For tests and other extensions. */
export interface Api {
  /** What stands at the ends of a program's lines. */
  chips(uri: Uri): readonly Chip[];
  /** The rows of the tree of modules, from the top. */
  modules(): Promise<readonly Node[]>;
}

export function activate(extension: ExtensionContext): Api {
  const log = window.createOutputChannel('VProg', { log: true });
  const server = new Server(extension, log);
  const runtime = new Runtime(extension, log);
  const distiller = new Distiller(extension, log);
  const reports = new Reports(distiller);
  const versions = new Versions(runtime);
  const documents = new Documents(server);
  const runs = new Runs(documents, runtime, log);
  const thumbnails = new Thumbnails(runtime);
  const hovers = new Hovers();
  const context: Context = {
    extension,
    log,
    server,
    runtime,
    distiller,
    reports,
    versions,
    documents,
    pictures: new Pictures(extension),
    thumbnails,
    hovers,
    runs,
  };
  extension.subscriptions.push(log, runtime, distiller, reports, versions, server, documents, runs, thumbnails, hovers);
  extension.subscriptions.push(...features.map(feature => feature(context)));
  return {
    chips: uri => chipsOf(documents.results(uri)),
    modules: async () => {
      const config = configFor(undefined);
      return modelNodes(await versions.list(config), config).flatMap(node => [node, ...versionNodes(node)]);
    },
  };
}
