import { resolve } from 'node:path';
import { findConfig } from '@vprog/runtime/environment';
import type { ModelStatus } from '@vprog/runtime/protocol';
import type { Command } from 'commander';
import { Environments } from '../environment.ts';
import { exitStatus } from '../exit.ts';
import { configOption, jsonOption } from '../options.ts';
import { table } from '../output/style.ts';
import { withRuntime } from '../runtime.ts';
import { note, writeJson, writeLine } from '../text.ts';

interface Options {
  readonly json?: true;
  readonly config?: string;
}

interface Listing {
  readonly name: string;
  readonly description: string;
  /** Whether the files are read and their hashes compared. */
  readonly verify: boolean;
  readonly columns: (model: ModelStatus) => readonly string[];
}

const listings: readonly Listing[] = [
  {
    name: 'list',
    description: 'list the models that are known, and whether their files are there',
    verify: false,
    columns: ({ id, capability, bytes, state, bound, title }) => [
      id,
      capability,
      megabytes(bytes),
      state === 'missing' ? 'missing' : 'on disk',
      bound.join(', ') || 'not bound',
      title,
    ],
  },
  {
    name: 'verify',
    description: "read every model's files and compare them with their SHA-256",
    verify: true,
    columns: ({ id, state, path }) => [id, state, path],
  },
  {
    name: 'licenses',
    description: 'list the licence of every model',
    verify: false,
    columns: ({ id, licence, title }) => [id, licence, title],
  },
];

export function addModels(program: Command): void {
  const models = program.command('models').description('what models there are');
  for (const { name, description, verify, columns } of listings) {
    models
      .command(name)
      .description(description)
      .addOption(configOption())
      .addOption(jsonOption())
      .addHelpText('after', `\nExample:\n  $ vprog models ${name}`)
      .action(async ({ json, config }: Options) => {
        const folder = resolve('.');
        const environments = new Environments(config === undefined ? {} : { config });
        await environments.forFolder(folder);
        const path = config ?? findConfig(folder);
        const found = await withRuntime(runtime =>
          runtime.models({ verify, ...(path === undefined ? {} : { config: path }) }),
        );
        process.exitCode = environments.status;
        await (json ? writeJson(found) : writeLine(table(found.map(columns))));
        const bad = found.filter(({ state }) => state === 'damaged' || state === 'missing');
        if (verify && bad.length > 0) {
          note(`${bad.map(({ id }) => id).join(', ')}: install VProg again, or restore the file.`);
          process.exitCode = exitStatus.model;
        }
      });
  }
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
