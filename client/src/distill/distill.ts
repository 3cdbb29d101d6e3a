import type { DistillParams, DistillResult } from '@vprog/distill/protocol';
import { ProgressLocation, type TextDocument, window } from 'vscode';
import type { Context } from '../context.ts';
import { isCancelled } from './distiller.ts';
import type { Learner } from './learners.ts';
import { openProgram } from './programs.ts';
import { percentOf, progressText } from './progress-text.ts';
import { orTell } from './tell.ts';
import { askWhatToDistill } from './wizard.ts';

/** What the command was called on. */
export interface Target {
  /** The vprog.json that applies. */
  readonly config: string | undefined;
  readonly document?: TextDocument;
  readonly learner?: Learner;
  /** The cell that the data is to come from; absent: every one that calls the module. */
  readonly cell?: number;
}

/** Asks, trains, and opens the report, from which the result is kept or discarded. */
export async function distillModule(context: Context, { config, document, learner, cell }: Target): Promise<void> {
  const choice = await orTell(
    Promise.all([context.runtime.models(config), context.versions.list(config)]).then(([models, bound]) =>
      askWhatToDistill(context, {
        ...(learner ? { learner } : {}),
        program: async wanted => document && openProgram(context, document, wanted, cell),
        config,
        models,
        bound,
      }),
    ),
  );
  if (!choice) return;
  const result = await train(context, choice.params, choice.learner);
  if (result) await orTell(context.reports.showResult(result, choice.learner.module, config));
}

/** Shows how far it is, with Cancel; undefined where it did not come to an end, which was told. */
async function train(
  { distiller }: Context,
  params: DistillParams,
  { module }: Learner,
): Promise<DistillResult | undefined> {
  try {
    return await window.withProgress(
      { location: ProgressLocation.Notification, title: `Distilling ${module}`, cancellable: true },
      (progress, token) => {
        let shown = 0;
        return distiller.distill(
          params,
          update => {
            const percent = Math.max(shown, percentOf(update));
            progress.report({ message: progressText(update), increment: percent - shown });
            shown = percent;
          },
          token,
        );
      },
    );
  } catch (error) {
    if (isCancelled(error))
      void window.showInformationMessage(
        `Distilling ${module} was cancelled. What was done is kept: the same choices go on from there.`,
      );
    else await orTell(Promise.reject(error));
    return undefined;
  }
}
