import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadEnvironment } from '@vprog/runtime/environment';
import { activateVersion, listVersions, modelPath, parseVersionName, versionName } from '@vprog/runtime/versions';
import { type Command, Option } from 'commander';
import { findPlace, orUsage, type Place, requireVersion } from '../distill/place.ts';
import { listed, listText, showText } from '../distill/versions.ts';
import { withDistiller } from '../distiller.ts';
import { ModelError, UsageError } from '../exit.ts';
import { configOption, jsonOption } from '../options.ts';
import { note, writeJson, writeLine } from '../text.ts';

interface Options {
  readonly json?: true;
  readonly config?: string;
}

/** The subcommands for versions that were kept. */
export function addVersionCommands(distill: Command): void {
  subcommand(distill, 'list', 'list the versions that were kept, and which of them answer')
    .addHelpText('after', '\nExample:\n  $ vprog distill list')
    .action(list);
  subcommand(distill, 'show', 'show where a version comes from, and what it is worth')
    .argument('<version>', 'such as blazeface_front@2')
    .addHelpText('after', '\nExample:\n  $ vprog distill show blazeface_front@2')
    .action(show);
  subcommand(distill, 'activate', 'make a version the one that answers; MODEL or MODEL@0 is the original')
    .argument('<version>', 'such as blazeface_front@2')
    .addHelpText('after', '\nExample:\n  $ vprog distill activate blazeface_front@1')
    .action(activate);
  subcommand(distill, 'rollback', 'go back to the version from which the active one was trained')
    .argument('<model>', 'such as blazeface_front')
    .addHelpText('after', '\nExample:\n  $ vprog distill rollback blazeface_front')
    .action(rollback);
  subcommand(distill, 'export', 'write a version as one plain ONNX file, with its card')
    .argument('<version>', 'such as blazeface_front@2')
    .addOption(new Option('--out <folder>', 'a folder that does not exist yet, or is empty').makeOptionMandatory())
    .addHelpText('after', '\nExample:\n  $ vprog distill export blazeface_front@2 --out blazeface-mine')
    .action(exportVersion);
}

const subcommand = (distill: Command, name: string, description: string): Command =>
  distill.command(name).description(description).addOption(configOption('the working folder')).addOption(jsonOption());

async function list({ json, config }: Options): Promise<void> {
  const place = await findPlace(config);
  const versions = await listVersions(place.home, undefined, ({ message }) => note(message));
  const found = versions.map(version => listed(version, place));
  if (json) return writeJson(found);
  if (found.length === 0) return note('No version was kept yet: vprog distill --help.');
  return writeLine(listText(found));
}

async function show(name: string, { json, config }: Options): Promise<void> {
  const place = await findPlace(config);
  const version = listed(await requireVersion(place, name), place);
  await (json ? writeJson(version) : writeLine(showText(version, place)));
}

async function activate(name: string, { json, config }: Options): Promise<void> {
  const place = await findPlace(config);
  const { model, number } = parseVersionName(name) ?? { model: name, number: 0 };
  if (number === 0) await requireModel(place, model);
  await change(place, model, number, json);
}

async function rollback(model: string, { json, config }: Options): Promise<void> {
  const place = await findPlace(config);
  if (parseVersionName(model)?.model !== model) throw new UsageError(`Name the model without a version, not ${model}.`);
  await requireModel(place, model);
  const number = place.active.get(model) ?? 0;
  if (number === 0) throw new UsageError(`${model} answers as the original already: there is nothing to go back to.`);
  const { base } = await requireVersion(place, versionName({ model, number }));
  await change(place, model, base, json);
}

async function exportVersion(name: string, { out, json, config }: Options & { readonly out: string }): Promise<void> {
  const place = await findPlace(config);
  const version = await requireVersion(place, name);
  const folder = resolve(out);
  if (existsSync(folder)) {
    if (!statSync(folder).isDirectory())
      throw new UsageError(`${out} is a file: name a folder that does not exist yet.`);
    if (readdirSync(folder).length > 0)
      throw new UsageError(`${out} is not empty: name a folder that does not exist yet.`);
  }
  const path = await withDistiller(host => host.export({ version: versionName(version), folder }));
  await (json ? writeJson({ version: versionName(version), path }) : writeLine(path));
}

/** Makes version `number` of the model the one that answers, and says so. */
async function change(place: Place, model: string, number: number, json: true | undefined): Promise<void> {
  const { home, config } = place;
  if (number !== 0) {
    const { sha256, original } = await requireVersion(place, versionName({ model, number }));
    const missing = [sha256, original.sha256].map(sum => modelPath(home, sum)).find(path => !existsSync(path));
    if (missing !== undefined) {
      throw new ModelError(
        `A file of ${versionName({ model, number })} is missing: there is no ${missing}; distil it again.`,
      );
    }
  }
  await orUsage(activateVersion(home, config, model, number));
  if (json) return writeJson({ model, version: number, record: config ?? join(home.data, 'versions', 'active.json') });
  const what = number === 0 ? `${model} answers as the original` : `${versionName({ model, number })} answers`;
  return writeLine(
    `${what} from now on (${config ?? 'for all your programs without a vprog.json that says otherwise'}).`,
  );
}

/** Throws UsageError for a model that neither vprog.json, VProg nor a version knows. */
async function requireModel({ home, config }: Place, model: string): Promise<void> {
  const { cards } = await loadEnvironment(config === undefined ? {} : { config });
  if (cards.some(({ id }) => id === model) || (await listVersions(home, model)).length > 0) return;
  throw new UsageError(`There is no model ${model}: vprog models list shows what there is.`);
}
