import { window } from 'vscode';
import type { Feature } from '../context.ts';
import { orTell } from '../distill/tell.ts';
import { modelName, versionIn } from '../text/model.ts';
import { sayInUse } from './in-use.ts';

/** Says what programs run from now on when a version was kept, and offers the way back. */
export const keptVersions: Feature = ({ reports, versions }) =>
  reports.onDidKeep(async ({ module, version, config }) => {
    versions.changed();
    const back = 'Roll Back';
    const text = `${module} now runs ${modelName(version)}; programs use it from their next run on.`;
    if ((await window.showInformationMessage(text, back)) !== back) return;
    const model = versionIn(version)?.model ?? version;
    const number = await orTell(versions.rollBack(model, config));
    if (number !== undefined) sayInUse(model, number);
  });
