import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DistillResult } from '@vprog/distill/protocol';
import { type Disposable, EventEmitter, ViewColumn, type WebviewPanel, window } from 'vscode';
import { modelName } from '../text/model.ts';
import type { Distiller } from './distiller.ts';
import { barOf } from './report-bar.ts';
import { type Bar, reportPage } from './report-page.ts';
import { orTell } from './tell.ts';

/** A report on the screen. */
interface Shown {
  readonly panel: WebviewPanel;
  /** What a button of its bar does. */
  act(command: unknown): Promise<void>;
}

interface Look {
  readonly title: string;
  readonly bar: Bar;
  readonly focus: boolean;
}

/** A version was made and is in use. */
export interface Kept {
  readonly module: string;
  /** Such as `blazeface_front@2`. */
  readonly version: string;
  /** The vprog.json that says so; absent: the user's home does. */
  readonly config: string | undefined;
}

/** The reports of distillations, each in a panel beside the program, where their outcome is kept or discarded. */
export class Reports implements Disposable {
  readonly #distiller: Distiller;
  /** By the folder of the report. */
  readonly #shown = new Map<string, Shown>();
  readonly #kept = new EventEmitter<Kept>();
  readonly onDidKeep = this.#kept.event;

  constructor(distiller: Distiller) {
    this.#distiller = distiller;
  }

  /**
   * The report of a distillation that has come to its end, minutes after it was asked for: the cursor stays where it is.
   * `config`: the vprog.json that is to name a kept version.
   */
  async showResult(result: DistillResult, module: string, config: string | undefined): Promise<void> {
    const { job } = result;
    const act = async (command: unknown) => {
      if (command === 'discard' && (await orTell(this.#discard(job)))) return;
      const kept = command === 'keep' ? await orTell(this.#distiller.keep(job, config)) : undefined;
      // Also where it failed: the buttons are to be used again.
      await this.showResult(kept ?? result, module, config);
      if (kept?.version) this.#kept.fire({ module, version: kept.version, config });
    };
    await this.#show(job, { title: `${module}: report`, bar: barOf(result), focus: false }, act);
  }

  /** The report that a version was kept with; `name` as in `blazeface_front@2`, `folder` absolute. */
  showVersion(name: string, folder: string): Promise<void> {
    const title = `${modelName(name)}: report`;
    const bar = { text: `How ${modelName(name)} came to be.`, buttons: [] };
    return this.#show(folder, { title, bar, focus: true }, async () => undefined);
  }

  dispose(): void {
    for (const { panel } of [...this.#shown.values()]) panel.dispose();
    this.#kept.dispose();
  }

  async #discard(job: string): Promise<true> {
    await this.#distiller.discard(job);
    this.#shown.get(job)?.panel.dispose();
    window.setStatusBarMessage('VProg: the candidate is discarded, the model in use stays', 5000);
    return true;
  }

  async #show(folder: string, { title, bar, focus }: Look, act: Shown['act']): Promise<void> {
    const report = await readFile(join(folder, 'report.html'), 'utf8');
    const panel = this.#shown.get(folder)?.panel ?? this.#open(folder);
    this.#shown.set(folder, { panel, act });
    panel.title = title;
    panel.webview.html = reportPage(report, bar, randomBytes(16).toString('base64url'));
    panel.reveal(undefined, !focus);
  }

  #open(folder: string): WebviewPanel {
    const panel = window.createWebviewPanel(
      'vprog.distillReport',
      '',
      { viewColumn: ViewColumn.Beside, preserveFocus: true },
      {
        enableScripts: true,
        enableFindWidget: true,
        localResourceRoots: [],
      },
    );
    panel.webview.onDidReceiveMessage((message: { readonly command?: unknown } | undefined) =>
      this.#shown.get(folder)?.act(message?.command),
    );
    panel.onDidDispose(() => this.#shown.delete(folder));
    return panel;
  }
}
