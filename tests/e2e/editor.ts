import { strict as assert } from 'node:assert';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';

const screenshots = join(import.meta.dirname, 'screenshots');

/** A chip as it is drawn: its text and colour, and the size of its thumbnail; CSS pixels. */
export interface DrawnChip {
  /** Text of the line that it stands on. */
  readonly line: string;
  readonly text: string;
  readonly colour: string;
  readonly italic: boolean;
  readonly thumbnail: { readonly width: number; readonly height: number } | undefined;
}

/** Runs in the page: the decorations' pseudo elements of each line. A string, for the page has types that Node lacks. */
const READ_CHIPS = `[...document.querySelectorAll('.editor-instance .view-line')].flatMap(line => {
  const after = [...line.querySelectorAll('span')].map(span => ({ span, style: getComputedStyle(span, '::after') }))
    .filter(({ style }) => /^"[✓↻…✗~]/.test(style.content));
  return after.slice(-1).map(({ style }) => {
    const before = [...line.querySelectorAll('span')].map(span => getComputedStyle(span, '::before'))
      .find(({ content }) => /^url/.test(content));
    return {
      line: line.textContent.replaceAll('\\u00a0', ' '),
      text: JSON.parse(style.content).replaceAll('\\u00a0', ' '),
      colour: style.color,
      italic: style.fontStyle === 'italic',
      thumbnail: before && { width: parseFloat(before.width), height: parseFloat(before.height) },
    };
  });
})`;

/** What a person does in a VS Code window, and sees there. */
export class Editor {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async ready(): Promise<void> {
    await this.page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
    await this.page.locator('.statusbar-item').first().waitFor();
  }

  /** Runs a command by its title in the palette. */
  async command(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    await this.#answer(`>${title}`);
  }

  /** Opens a file of the workspace by its name, alone in the window. */
  async open(name: string): Promise<void> {
    await this.page.keyboard.press('Control+p');
    await this.#answer(name);
    await this.page.locator('.tab.active', { hasText: name }).waitFor();
    await this.page.locator('.editor-instance .view-line').first().waitFor();
  }

  line(text: string): Locator {
    return this.page.locator('.editor-instance .view-line', { hasText: text }).first();
  }

  lens(title: string): Locator {
    return this.page.locator('.codelens-decoration', { hasText: title }).first();
  }

  /** Puts the cursor behind the first occurrence of `text`, by the find widget. */
  async goBehind(text: string): Promise<void> {
    await this.page.keyboard.press('Control+f');
    await this.page.keyboard.press('Control+a');
    await this.page.keyboard.type(text);
    await this.page.locator('.find-widget.visible .matchesCount', { hasText: /\d+ of/ }).waitFor();
    await this.page.keyboard.press('Escape');
    await this.page.keyboard.press('ArrowRight');
  }

  type(text: string): Promise<void> {
    return this.page.keyboard.type(text, { delay: 20 });
  }

  chips(): Promise<readonly DrawnChip[]> {
    return this.page.evaluate(READ_CHIPS) as Promise<readonly DrawnChip[]>;
  }

  /** Waits until the chips' texts are as given. */
  async expectChips(...expected: readonly RegExp[]): Promise<readonly DrawnChip[]> {
    return this.eventually(`chips ${expected.join(' ')}`, async () => {
      const chips = await this.chips();
      const fits = chips.length === expected.length && expected.every((text, at) => text.test(chips[at]!.text));
      return fits ? chips : `there are: ${chips.map(chip => chip.text).join(' | ')}`;
    });
  }

  /** Looks every 50 ms until `look` gives something other than a string, which says what it saw instead. */
  async eventually<T>(what: string, look: () => Promise<T | string>, limit = 30_000): Promise<T> {
    const end = Date.now() + limit;
    for (;;) {
      const seen = await look();
      if (typeof seen !== 'string') return seen;
      if (Date.now() > end) assert.fail(`${what}: ${seen}`);
      await this.page.waitForTimeout(50);
    }
  }

  /** Rests the pointer on the middle of an element, or `offset` pixels from its right edge. */
  async rest(element: Locator, fromRight?: number): Promise<void> {
    const box = await element.boundingBox();
    assert.ok(box, 'the element is not to be seen');
    const x = fromRight === undefined ? box.x + box.width / 2 : box.x + box.width - fromRight;
    await this.page.mouse.move(x - 3, box.y + box.height / 2);
    await this.page.mouse.move(x, box.y + box.height / 2, { steps: 4 });
  }

  /** A picture of the window, committed in tests/e2e/screenshots for people to look at. */
  async screenshot(name: string): Promise<void> {
    await mkdir(screenshots, { recursive: true });
    await this.page.waitForTimeout(400);
    await this.page.screenshot({ path: join(screenshots, `${name}.png`), animations: 'disabled' });
  }

  async #answer(text: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget:not([style*="display: none"]) input[type=text]').first();
    await input.waitFor();
    await input.fill(text);
    await this.page.locator('.quick-input-list .monaco-list-row.focused').first().waitFor();
    await this.page.waitForTimeout(300);
    await this.page.keyboard.press('Enter');
  }
}
