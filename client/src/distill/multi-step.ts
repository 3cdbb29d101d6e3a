import { QuickInputButtons, type QuickPickItem, QuickPickItemKind, window } from 'vscode';

/** A row of a page; one without a value only tells. */
export interface Row<T> extends QuickPickItem {
  readonly value?: T;
}

/** One page of a quick pick over several steps. */
export interface Page<T> {
  readonly title: string;
  readonly placeholder: string;
  readonly rows: readonly Row<T>[];
  /** Take the place of the rows when they are there; the page is busy until then. */
  readonly later?: Promise<readonly Row<T>[]>;
  /** From 1. */
  readonly step: number;
  readonly steps: number;
  /** The value that is marked first. */
  readonly selected?: T;
}

export type Answer<T> = { readonly value: T } | 'back' | undefined;

/** Shows a page; undefined where the user leaves. Rejects where the later rows do. */
export async function ask<T>(page: Page<T>): Promise<Answer<T>> {
  const pick = window.createQuickPick<Row<T>>();
  pick.title = page.title;
  pick.placeholder = page.placeholder;
  pick.step = page.step;
  pick.totalSteps = page.steps;
  pick.ignoreFocusOut = true;
  pick.matchOnDescription = true;
  pick.buttons = page.step > 1 ? [QuickInputButtons.Back] : [];
  const show = (rows: readonly Row<T>[]) => {
    pick.items = rows;
    const selected = rows.filter(({ value }) => value !== undefined && value === page.selected);
    if (selected.length > 0) pick.activeItems = selected;
  };
  show(page.rows);
  pick.busy = page.later !== undefined;
  pick.show();
  try {
    return await new Promise<Answer<T>>((resolve, reject) => {
      pick.onDidTriggerButton(() => resolve('back'));
      pick.onDidHide(() => resolve(undefined));
      pick.onDidAccept(() => {
        const value = pick.selectedItems[0]?.value;
        if (value !== undefined) resolve({ value });
      });
      page.later?.then(rows => {
        show(rows);
        pick.busy = false;
      }, reject);
    });
  } finally {
    pick.dispose();
  }
}

export const separator = (label: string): Row<never> => ({ label, kind: QuickPickItemKind.Separator });

/** A page of a wizard: it asks, and notes the answer for the pages behind it. */
export type Question = (step: number, steps: number) => Promise<Answer<unknown>>;

/** Asks one after the other, and the one before on the way back; whether the last one was answered. */
export async function askAll(questions: readonly Question[]): Promise<boolean> {
  let at = 0;
  while (at < questions.length) {
    const answer = await questions[at]!(at + 1, questions.length);
    if (answer === undefined) return false;
    at = Math.max(0, at + (answer === 'back' ? -1 : 1));
  }
  return true;
}
