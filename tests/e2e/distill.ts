import { strict as assert } from 'node:assert';
import { mkdir, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import type { Editor } from './editor.ts';
import type { Scenario } from './scenario.ts';

/** A whole distillation on the bundled photos, with time to spare; milliseconds. */
const DISTILLATION = 600_000;

/** What stands in the report's panel. */
const report = (editor: Editor): FrameLocator =>
  editor.page.frameLocator('iframe.webview.ready').first().frameLocator('#active-frame');

const row = (editor: Editor, text: string | RegExp): Locator =>
  editor.page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first();

const toast = (editor: Editor, text: string | RegExp): Locator =>
  editor.page.locator('.notification-toast', { hasText: text }).first();

/** A row of the tree of modules. */
const node = (editor: Editor, text: string): Locator =>
  editor.page.locator('.pane-body .monaco-list-row[role=treeitem]', { hasText: text }).first();

async function closeReport(editor: Editor): Promise<void> {
  const tab = editor.page.locator('.tab', { hasText: ': report' }).first();
  await tab.click({ button: 'middle' });
  await tab.waitFor({ state: 'detached' });
}

/** Waits for the page of that step, such as `2/4`. */
const onPage = (editor: Editor, title: string, step: string): Promise<void> =>
  editor.page.locator('.quick-input-title', { hasText: title }).getByText(`(${step})`).first().waitFor();

async function throughPicks(editor: Editor): Promise<void> {
  await editor.command('VProg: Distill Module');
  await onPage(editor, 'Distill a module', '1/4');
  await row(editor, 'FACEDET').click();
  await onPage(editor, 'FACEDET: teacher', '2/4');
  await row(editor, 'back camera').click();
  await onPage(editor, 'FACEDET: data', '3/4');
  await row(editor, 'photos that come with VProg').click();
  await onPage(editor, 'FACEDET: estimate', '4/4');
  await row(editor, 'Start').waitFor({ timeout: 120_000 });
}

/** The model and its version, as the hover of the step with FACEDET names them. */
async function modelInHover(editor: Editor): Promise<string> {
  await editor.rest(editor.line('FACES = FACEDET').locator('> span'), 60);
  const hover = editor.page.locator('.monaco-hover:not(.hidden)').filter({ hasText: 'blazeface' }).first();
  await hover.waitFor();
  const text = (await hover.textContent()) ?? '';
  await editor.page.mouse.move(5, 5);
  await hover.waitFor({ state: 'hidden' });
  return text;
}

/** One after the other in a trusted window: a module learns, from the palette to the roll back. */
export const distill: readonly Scenario[] = [
  {
    name: 'a module is distilled from the palette: module, teacher and data, with a way back, then the estimate',
    async run(editor) {
      await editor.open('faces.vprog');
      await editor.run();
      await editor.expectChips(/^[✓↻] \d/, /^[✓↻] \d/, /^[✓↻] \d/);
      assert.match(await modelInHover(editor), /blazeface_front [0-9a-f]{8}/);
      await editor.command('VProg: Distill Module');
      await row(editor, 'FACEDET').click();
      await row(editor, 'back camera').click();
      await row(editor, 'What faces.vprog gives FACEDET').waitFor();
      await editor.page.locator('.quick-input-titlebar .codicon-quick-input-back').click();
      await onPage(editor, 'FACEDET: teacher', '2/4');
      await editor.page.keyboard.press('Escape');
      await throughPicks(editor);
      await row(editor, /about .* · .* of disk/).waitFor();
      await editor.page.mouse.move(5, 400);
      await editor.screenshot('distill-estimate');
    },
  },
  {
    name: 'its progress names stage, share and loss; Cancel stops it, and says that it can be taken up',
    async run(editor) {
      await row(editor, 'Start').click();
      await toast(editor, /Distilling FACEDET.*% · training, .*loss/).waitFor({ timeout: DISTILLATION });
      await editor.screenshot('distill-progress');
      await toast(editor, 'Distilling FACEDET').locator('.monaco-button', { hasText: 'Cancel' }).click();
      await toast(editor, 'was cancelled').waitFor();
      await editor.command('Notifications: Clear All Notifications');
    },
  },
  {
    name: 'it goes on with the same choices, and ends with a report beside the program',
    async run(editor) {
      await throughPicks(editor);
      await row(editor, 'Start').click();
      await report(editor).getByRole('button', { name: 'Keep' }).waitFor({ timeout: DISTILLATION });
      await report(editor).getByRole('button', { name: 'Discard' }).waitFor();
      await report(editor).getByText('Accepted').first().waitFor();
      await editor.screenshot('distill-report');
    },
  },
  {
    name: 'a report that was closed without a decision is there at once with the same choices',
    async run(editor) {
      await closeReport(editor);
      await throughPicks(editor);
      await row(editor, 'Start').click();
      await report(editor).getByRole('button', { name: 'Keep' }).waitFor({ timeout: 30_000 });
    },
  },
  {
    name: 'Discard throws the candidate away and closes its report; the same choices train again',
    async run(editor) {
      await report(editor).getByRole('button', { name: 'Discard' }).click();
      await editor.page.locator('.tab', { hasText: ': report' }).first().waitFor({ state: 'detached' });
      await editor.expectChips(/^[✓↻]/, /^[✓↻]/, /^[✓↻]/);
      await throughPicks(editor);
      await row(editor, 'Start').click();
      await toast(editor, /Distilling FACEDET.*% · training/).waitFor({ timeout: DISTILLATION });
      await report(editor).getByRole('button', { name: 'Keep' }).waitFor({ timeout: DISTILLATION });
    },
  },
  {
    name: 'Keep makes a version: it is told, results are stale, and the next run uses it and says so',
    async run(editor) {
      await report(editor).getByRole('button', { name: 'Keep' }).click();
      await report(editor).getByText('Kept as blazeface_front, version 1').waitFor();
      await toast(editor, 'FACEDET now runs blazeface_front, version 1').getByText('Roll Back').waitFor();
      await editor.expectChips(/^~/, /^~/, /^~/);
      await editor.screenshot('distill-kept');
      await editor.command('Notifications: Clear All Notifications');
      await editor.run();
      await editor.expectChips(/^[✓↻]/, /^[✓↻]/, /^[✓↻]/);
      assert.match(await modelInHover(editor), /blazeface_front, version 1/);
    },
  },
  {
    name: 'the tree of modules shows the versions with their figures, and where they come from',
    async run(editor) {
      await closeReport(editor);
      await editor.command('VProg: Focus on Modules View');
      await node(editor, 'FACEDET').waitFor();
      const version = node(editor, 'Version 1');
      await version.getByText(/active · 0\.\d\d → 0\.\d\d/).waitFor();
      assert.match((await version.getAttribute('aria-label'))!, /^Version 1 of blazeface_front, active, agreement/);
      await editor.rest(version, 90);
      await editor.page.locator('.monaco-hover', { hasText: 'Learnt from' }).first().waitFor();
      await editor.screenshot('modules');
    },
  },
  {
    name: 'the report of a version is a click away there, with nothing to decide',
    async run(editor) {
      await node(editor, 'Version 1').click({ button: 'right' });
      const entry = editor.page.locator('.monaco-menu .action-item', { hasText: 'Show Report of the Version' });
      await entry.hover();
      // A menu takes no click for a moment, so that the one that opened it does not choose.
      await editor.page.waitForTimeout(500);
      await entry.click();
      await report(editor).getByText('How blazeface_front, version 1 came to be').waitFor();
      assert.equal(await report(editor).locator('#vprog-bar button').count(), 0);
      await closeReport(editor);
    },
  },
  {
    name: 'one click rolls back, and the next run uses the original',
    async run(editor) {
      await node(editor, 'Version 1').hover();
      await node(editor, 'Version 1').getByRole('button', { name: 'Roll Back' }).click();
      await node(editor, 'Original').getByText('active').waitFor();
      await editor.expectChips(/^~/, /^~/, /^~/);
      await editor.command('View: Toggle Primary Side Bar Visibility');
      await editor.run();
      await editor.expectChips(/^[✓↻]/, /^[✓↻]/, /^[✓↻]/);
      assert.match(await modelInHover(editor), /blazeface_front [0-9a-f]{8}/);
    },
  },
  {
    name: 'the lens of a cell knows the module already',
    async run(editor) {
      await editor.clickLens('Distill…');
      await onPage(editor, 'FACEDET: teacher', '1/3');
      await editor.page.keyboard.press('Escape');
    },
  },
  {
    name: 'a folder without pictures is told in one message, and nothing else changes',
    async run(editor) {
      const folder = resolve(import.meta.dirname, '../../out/tests/e2e/photos/nothing');
      await mkdir(folder);
      await editor.clickLens('Distill…');
      await row(editor, 'back camera').click();
      await row(editor, 'A folder of pictures').click();
      const path = editor.page.locator('.quick-input-widget:not([style*="display: none"]) input[type=text]').first();
      await editor.eventually('the folder dialog', async () => {
        const value = await path.inputValue();
        return value.endsWith('/photos/') || value;
      });
      await path.fill(`${folder}/`);
      await editor.page.getByRole('button', { name: 'Learn from this folder' }).click();
      await toast(editor, folder).waitFor();
      assert.equal(await editor.page.locator('.notification-toast').count(), 1);
      assert.equal((await editor.chips()).length, 3);
      await rm(folder, { recursive: true });
    },
  },
];
