import { strict as assert } from 'node:assert';
import type { Scenario } from './scenario.ts';

/** In a window on a folder that nobody has said to trust. */
export const restricted: readonly Scenario[] = [
  {
    name: 'Restricted Mode still checks programs',
    async run(editor) {
      await editor.page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor();
      await editor.open('street.vprog');
      await editor.lens('workspace is restricted').waitFor();
      await editor.goBehind('COUNT(box=CARS');
      await editor.type('S');
      await editor.page.locator('.editor-instance .squiggly-error').first().waitFor();
    },
  },
  {
    name: 'Restricted Mode lets no module learn',
    async run(editor) {
      await editor.command('VProg: Distill Module');
      await editor.page
        .locator('.notification-toast', { hasText: 'distills modules only in trusted' })
        .first()
        .waitFor();
      await editor.command('Notifications: Clear All Notifications');
    },
  },
  {
    name: 'Restricted Mode refuses to run, says why, and offers the way out',
    async run(editor) {
      await editor.clickLens('workspace is restricted');
      const message = editor.page.locator('.notification-toast', { hasText: 'only in trusted workspaces' }).first();
      await message.waitFor();
      await message.getByText('Manage Workspace Trust').waitFor();
      await editor.screenshot('restricted');
      await editor.page.keyboard.press('Control+Enter');
      await editor.page.waitForTimeout(2000);
      assert.deepEqual(await editor.chips(), []);
      await message.getByText('Manage Workspace Trust').click();
      await editor.page.getByText('You are in Restricted Mode').waitFor();
    },
  },
  {
    name: 'a trusted workspace runs at once',
    async run(editor) {
      await editor.page.locator('.workspace-trust-editor .monaco-button', { hasText: /^Trust$/ }).click();
      await editor.page.getByText('You trust this folder').waitFor();
      await editor.page.locator('[class*=modal] .codicon-close').last().click();
      await editor.goBehind('COUNT(box=CARSS');
      await editor.page.keyboard.press('Backspace');
      await editor.run();
      await editor.lens('yes, as expected').waitFor();
    },
  },
];
