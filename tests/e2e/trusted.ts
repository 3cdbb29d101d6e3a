import { strict as assert } from 'node:assert';
import { rm } from 'node:fs/promises';
import sharp from 'sharp';
import type { Scenario } from './scenario.ts';

const DONE = /^[✓↻] /;

/** In a trusted window, one after the other. */
export const trusted: readonly Scenario[] = [
  {
    name: 'a program has colours',
    async run(editor) {
      await editor.open('street.vprog');
      const line = editor.line('LEFT_HALF = EVAL');
      await editor.eventually('classes of tokens', async () => {
        const classes = await line.locator('span > span').evaluateAll(spans => spans.map(span => span.className));
        return new Set(classes).size >= 4 || `${new Set(classes).size} kinds of tokens`;
      });
      await editor.lens('Run on…').waitFor();
      await editor.screenshot('colours');
    },
  },
  {
    name: 'a mistake is underlined as it is typed, and explained',
    async run(editor) {
      await editor.goBehind('COUNT(box=CARS');
      await editor.type('S');
      const squiggle = editor.page.locator('.editor-instance .squiggly-error').first();
      await squiggle.waitFor();
      await editor.rest(squiggle);
      const hover = editor.page.locator('.monaco-hover:not(.hidden)').first();
      await hover.getByText(/CARSS/).first().waitFor();
      await editor.screenshot('problems');
      await editor.page.keyboard.press('Backspace');
      await squiggle.waitFor({ state: 'detached' });
    },
  },
  {
    name: 'completion knows modules and what fits',
    async run(editor) {
      await editor.goBehind('N = COUNT(box=CARS)');
      await editor.type('\nBLUR = C');
      await editor.page.keyboard.press('Control+Space');
      const row = editor.page.locator('.suggest-widget.visible .monaco-list-row', { hasText: 'CROP' }).first();
      await row.waitFor();
      await editor.page.waitForTimeout(500);
      await editor.screenshot('completion');
      await editor.page.keyboard.press('Escape');
      await editor.command('File: Revert File');
      await editor.line('BLUR = C').waitFor({ state: 'detached' });
    },
  },
  {
    name: 'Run shows a chip at the end of each step, with picture and value, and moves no text',
    async run(editor) {
      const line = editor.line('CARS = LOC');
      const before = await line.locator('> span').first().boundingBox();
      await editor.run();
      const found = [/^[✓↻] \d box(es)? · car 0\.\d\d$/, /^[✓↻] image \d+×\d+$/, /^[✓↻] \d$/];
      const chips = await editor.expectChips(...found, /^[✓↻] True$/, /^[✓↻] yes$/, /^[✓↻] yes$/);
      await editor.lens('yes, as expected').waitFor();
      const [first] = await editor.eventually('the thumbnail', async () => {
        const all = await editor.chips();
        return all[0]?.thumbnail ? all : 'none';
      });
      const lineBox = await line.boundingBox();
      const after = await line.locator('> span').first().boundingBox();
      assert.ok(first!.thumbnail!.height > 8 && first!.thumbnail!.height <= lineBox!.height);
      assert.deepEqual([after!.x, after!.y], [before!.x, before!.y]);
      assert.equal(chips.length, 6);
    },
  },
  {
    name: 'each cell has its own run',
    async run(editor) {
      await editor.goBehind('RESULT(var=COUNTED)');
      await editor.page.keyboard.press('Control+Enter');
      await editor.lens('1, as expected').waitFor();
      await editor.eventually('all thumbnails', async () => {
        const all = await editor.chips();
        const pictures = all.filter(chip => chip.thumbnail).length;
        return (all.length === 10 && pictures >= 4) || `${all.length} chips, ${pictures} pictures`;
      });
      await editor.page.mouse.move(5, 5);
      await editor.page.keyboard.press('Control+Home');
      await editor.screenshot('chips');
    },
  },
  {
    name: 'the hover of a chip shows the larger picture and what is known of it',
    async run(editor) {
      await editor.rest(editor.line('CARS = LOC').locator('> span'), 60);
      const image = editor.page.locator('.monaco-hover:not(.hidden) img').first();
      await image.waitFor();
      await editor.eventually('the picture in its size', async () => {
        const width = await image.evaluate(found => (found as unknown as { width: number }).width);
        return width >= 200 || `${width} pixels wide`;
      });
      await editor.page.getByText('Copy as JSON').first().waitFor();
      await editor.screenshot('hover');
      await editor.page.mouse.move(5, 5);
      await image.waitFor({ state: 'hidden' });
    },
  },
  {
    name: 'the keyboard reaches that hover too, and Escape closes it before it clears anything',
    async run(editor) {
      await editor.goBehind('WINKING = EMOJI(');
      await editor.page.keyboard.press('Control+k');
      await editor.page.keyboard.press('Control+i');
      const image = editor.page.locator('.monaco-hover:not(.hidden) img').first();
      await image.waitFor();
      await editor.page.keyboard.press('Escape');
      await image.waitFor({ state: 'hidden' });
      assert.equal((await editor.chips()).length, 10);
    },
  },
  {
    name: 'the picture of a step can be saved',
    async run(editor) {
      await editor.goBehind("object='car");
      await editor.command('VProg: Save Image of the Step');
      const path = editor.page.locator('.quick-input-widget:not([style*="display: none"]) input[type=text]').first();
      await editor.eventually('the proposed path', async () => {
        const value = await path.inputValue();
        return value.endsWith('/CARS.png') || value;
      });
      const target = await path.inputValue();
      await editor.page.keyboard.press('Enter');
      const saved = await editor.eventually('the file', async () =>
        sharp(target)
          .metadata()
          .catch(error => String(error)),
      );
      assert.deepEqual([saved.format, saved.width, saved.height], ['png', 1024, 1024]);
      await rm(target);
    },
  },
  {
    name: 'an edit greys what depends on it, and the next run computes only that',
    async run(editor) {
      await editor.goBehind("'{CARS}[0][2] <= 5");
      await editor.page.keyboard.press('Backspace');
      await editor.type('3');
      const states = async () => (await editor.chips()).map(chip => chip.text[0]).join('');
      await editor.eventually('stale chips', async () => /^[✓↻]{3}~~~[✓↻]{4}$/.test(await states()) || states());
      const stale = await editor.chips();
      assert.ok(stale[3]!.italic && !stale[2]!.italic);
      assert.notEqual(stale[3]!.colour, stale[2]!.colour);
      await editor.screenshot('stale');
      await editor.page.keyboard.press('Control+Enter');
      await editor.lens('no, expected yes').waitFor();
      await editor.eventually('cached chips', async () => /^↻↻↻✓✓✓/.test(await states()) || states());
      await editor.page.locator('.editor-instance .squiggly-error').first().waitFor();
      await editor.screenshot('cached');
    },
  },
  {
    name: 'Escape clears the results',
    async run(editor) {
      await editor.goBehind('COUNT(box=CARS)');
      await editor.page.keyboard.press('Escape');
      await editor.expectChips();
      await editor.command('File: Revert File');
    },
  },
  {
    name: 'a failing step shows its error and leaves the results before it',
    async run(editor) {
      await editor.open('asleep.vprog');
      await editor.run();
      await editor.expectChips(/^[✓↻] 1 box · cat/, /^[✓↻] image/, /^[✓↻] image/, /^[✓↻] 1/, /^✗ /);
      await editor.lens('failed').waitFor();
      await editor.page.locator('.editor-instance .squiggly-error').first().waitFor();
      await editor.eventually('the thumbnails', async () => {
        const pictures = (await editor.chips()).filter(chip => chip.thumbnail).length;
        return pictures >= 3 || `${pictures}`;
      });
      await editor.screenshot('failure');
    },
  },
  {
    name: 'Run asks for a picture where the program names none',
    async run(editor) {
      await editor.open('any-picture.vprog');
      await editor.run();
      await editor.page.locator('.quick-input-list .monaco-list-row').nth(8).waitFor();
      await editor.page.waitForTimeout(1500);
      await editor.screenshot('pick');
      await editor.pick('officer.jpg');
      await editor.expectChips(/ box/, /^[✓↻] \d/, /^[✓↻] \d/);
      await editor.run();
      await editor.expectChips(/^↻ .* box/, /^↻ \d/, /^↻ \d/);
    },
  },
  {
    name: 'a run shows how far it is, and Cancel stops it',
    async run(editor) {
      await editor.open('slow.vprog');
      await editor.run();
      await editor.eventually('a step that runs after one that is done', async () => {
        const all = await editor.chips();
        const running = all.at(-1)?.text.startsWith('…');
        return (all.length > 2 && running) || all.map(chip => chip.text).join();
      });
      await editor.screenshot('running');
      await editor.clickLens('Cancel');
      await editor.lens('cancelled').waitFor();
      assert.ok((await editor.chips()).every(chip => DONE.test(chip.text)));
    },
  },
  {
    name: 'Markdown shows programs in colours',
    async run(editor) {
      await editor.open('notes.md');
      await editor.eventually('classes of tokens', async () => {
        const spans = editor.line('CARS = LOC').locator('span > span');
        const classes = new Set(await spans.evaluateAll(all => all.map(span => span.className)));
        return classes.size >= 4 || `${classes.size} kinds of tokens`;
      });
    },
  },
  {
    name: 'the walkthrough shows the first steps',
    async run(editor) {
      await editor.command('Welcome: Open Walkthrough');
      await editor.pick('Visual programs');
      await editor.page.getByText('Run it on a picture').first().click();
      await editor.page.locator('.getting-started-media, .gettingStartedDetailsContent').first().waitFor();
      await editor.page.waitForTimeout(1000);
      await editor.screenshot('walkthrough');
    },
  },
  {
    name: 'the status item opens the menu',
    async run(editor) {
      await editor.open('street.vprog');
      await editor.page.locator('.statusbar-item', { hasText: 'VProg:' }).first().click();
      await editor.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Show log' }).waitFor();
      await editor.screenshot('menu');
      await editor.page.keyboard.press('Escape');
    },
  },
  ...[
    ['Light Modern', 'states-light'],
    ['Dark High Contrast', 'states-contrast'],
    ['Light High Contrast', 'states-contrast-light'],
  ].map(
    ([theme = '', picture = '']): Scenario => ({
      name: `the states differ in ${theme}`,
      async run(editor) {
        await editor.command('Preferences: Color Theme');
        await editor.pick(theme);
        await editor.open('asleep.vprog');
        await editor.run();
        await editor.lens('failed').waitFor();
        await editor.goBehind('object=CAT');
        await editor.type('[0]');
        await editor.expectChips(/^[✓↻]/, /^[✓↻]/, /^~/, /^[✓↻]/, /^✗/);
        await editor.screenshot(picture);
        const chips = await editor.chips();
        assert.equal(new Set([0, 2, 4].map(index => chips[index]!.colour)).size, 3);
        await editor.command('File: Revert File');
      },
    }),
  ),
];
