import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import sharp from 'sharp';

/** A chip as it is drawn: its text and colour, and the size of its thumbnail; CSS pixels. */
export interface DrawnChip {
  /** Text of the line that it stands on. */
  readonly line: string;
  readonly text: string;
  readonly colour: string;
  readonly italic: boolean;
  readonly thumbnail: { readonly width: number; readonly height: number } | null | undefined;
}

/** In the page: the lines of the editor from the top; the document has them in any order. */
const LINES = `[...document.querySelectorAll('.editor-instance .view-line')]
  .sort((a, b) => parseFloat(a.style.top) - parseFloat(b.style.top))`;

/** Runs in the page: the decorations' pseudo elements of each line. A string, for the page has types that Node lacks. */
const READ_CHIPS = `${LINES}.flatMap(line => {
  const after = [...line.querySelectorAll('span')].map(span => ({ span, style: getComputedStyle(span, '::after') }))
    .filter(({ style }) => /^"[✓↻…✗~]/.test(style.content));
  return after.slice(-1).map(({ style }) => {
    const picture = [...line.querySelectorAll('span')].map(span => getComputedStyle(span, '::after'))
      .map(({ content }) => /^url\\("data:image\\/svg\\+xml;base64,(.*)"\\)$/.exec(content)).find(found => found);
    const size = picture && /width="(\\d+)" height="(\\d+)"/.exec(atob(picture[1]));
    return {
      line: line.textContent.replaceAll('\\u00a0', ' '),
      text: JSON.parse(style.content).replaceAll('\\u00a0', ' '),
      colour: style.color,
      italic: style.fontStyle === 'italic',
      thumbnail: size && { width: Number(size[1]), height: Number(size[2]) },
    };
  });
})`;

/** Runs in the page: the text of each line, from the top. */
const READ_LINES = `${LINES}.map(line => line.textContent.replaceAll('\\u00a0', ' '))`;

/** What a person does in a VS Code window, and sees there. */
export class Editor {
  readonly page: Page;
  readonly #screenshots: string;

  /** `screenshots` is a folder. */
  constructor(page: Page, screenshots: string) {
    this.page = page;
    this.#screenshots = screenshots;
  }

  async ready(): Promise<void> {
    await this.page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
    await this.page.locator('.statusbar-item').first().waitFor();
  }

  /** Runs a command by its title in the palette. */
  async command(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    await this.#answer(`>${title}`, title);
  }

  /** Opens a file of the workspace by its name, alone in the window. */
  async open(name: string): Promise<void> {
    await this.page.keyboard.press('Control+p');
    await this.#answer(name, name);
    await this.page.locator('.tab.active', { hasText: name }).waitFor();
    await this.page.locator('.editor-instance .view-line').first().waitFor();
  }

  line(text: string): Locator {
    return this.page.locator('.editor-instance .view-line', { hasText: text }).first();
  }

  /** A lens by its text, or a part of it. */
  lens(title: string | RegExp): Locator {
    return this.page.locator('.codelens-decoration > a, .codelens-decoration > span', { hasText: title }).first();
  }

  /** Clicks a lens once it stands still: an edit draws all lenses anew a moment later, and takes a click on an old one along. */
  async clickLens(title: string | RegExp): Promise<void> {
    await this.eventually(`a lens ${title} that stays`, async () => {
      const lens = await this.lens(title).elementHandle();
      await this.page.waitForTimeout(500);
      if (lens === null || !(await lens.isVisible())) return 'it is drawn anew';
      await lens.click();
      return true;
    });
  }

  /** Runs the first program of the file by its lens. */
  run(): Promise<void> {
    return this.clickLens(/^\s*Run$/);
  }

  /** Puts the cursor behind the first occurrence of `text`; all lines of the file must be seen. */
  async goBehind(text: string): Promise<void> {
    const lines = (await this.page.evaluate(READ_LINES)) as string[];
    const line = lines.findIndex(each => each.includes(text));
    assert.ok(line >= 0, `'${text}' is not in\n${lines.join('\n')}`);
    const place = `:${line + 1}:${lines[line]!.indexOf(text) + text.length + 1}`;
    await this.page.keyboard.press('Control+g');
    const input = this.page.locator('.quick-input-widget:not([style*="display: none"]) input[type=text]').first();
    await input.waitFor();
    await input.fill(place);
    await this.page.keyboard.press('Enter');
    await input.waitFor({ state: 'hidden' });
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

  /** A picture of the window for people to look at, as small as its few colours allow. */
  async screenshot(name: string): Promise<void> {
    await this.page.waitForTimeout(400);
    const picture = await this.page.screenshot({ animations: 'disabled' });
    await sharp(picture)
      .png({ palette: true, effort: 10 })
      .toFile(join(this.#screenshots, `${name}.png`));
  }

  /** Types into the quick pick that is open, and takes the first row with it. */
  async pick(text: string): Promise<void> {
    await this.page.keyboard.type(text);
    await this.#take(text);
  }

  /** Fills in the quick input and takes the first row of that label. */
  async #answer(text: string, label: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget:not([style*="display: none"]) input[type=text]').first();
    await input.waitFor();
    await input.fill(text);
    await this.#take(label);
  }

  async #take(label: string): Promise<void> {
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: label }).first().click();
  }
}
