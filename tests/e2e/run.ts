/**
 * Goes through what a person does, in a real VS Code seen by a real browser, and takes pictures for people to look at:
 *   node tests/e2e/run.ts [trusted|restricted|distill] [--update]
 * The pictures go to out/tests/e2e/screenshots, with --update to the committed tests/e2e/screenshots.
 * dist/ must be built. The last line is `N passed, N failed`.
 */
import { existsSync } from 'node:fs';
import { cp, mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../harness/browser.ts';
import { startCodeServer, windowUrl } from '../harness/code-server.ts';
import { distill } from './distill.ts';
import { Editor } from './editor.ts';
import { restricted } from './restricted.ts';
import type { Scenario } from './scenario.ts';
import { trusted } from './trusted.ts';

const root = resolve(import.meta.dirname, '../..');
const out = join(root, 'out/tests/e2e');
const workspace = join(out, 'photos');
if (!existsSync(join(root, 'dist/client.cjs')))
  throw new Error('There is no dist/client.cjs. Run `npm run build` first.');

/** What keeps the eye on the program. */
const calm = {
  'breadcrumbs.enabled': false,
  'editor.fontSize': 14,
  'editor.inlayHints.enabled': 'offUnlessPressed',
  'editor.minimap.enabled': false,
  'editor.scrollBeyondLastLine': false,
  'editor.stickyScroll.enabled': false,
  'window.commandCenter': false,
  'workbench.activityBar.location': 'hidden',
  'workbench.colorTheme': 'Dark Modern',
  'workbench.layoutControl.enabled': false,
};

const update = process.argv.includes('--update');
const [only] = process.argv.slice(2).filter(argument => argument !== '--update');
const screenshots = update ? join(import.meta.dirname, 'screenshots') : join(out, 'screenshots');
let passed = 0;
let failed = 0;

async function play(browser: Browser, scenarios: readonly Scenario[], workspaceTrust: boolean): Promise<void> {
  const server = await startCodeServer({
    workspaceTrust,
    driver: false,
    installed: root,
    settings: calm,
  });
  const before = failed;
  try {
    const page = await (
      await browser.newContext({ viewport: { width: 1080, height: 620 }, deviceScaleFactor: 2 })
    ).newPage();
    page.setDefaultTimeout(20_000);
    await page.goto(windowUrl(server, { open: workspace }));
    const editor = new Editor(page, screenshots);
    await editor.ready();
    await editor.command('View: Toggle Primary Side Bar Visibility');
    for (const scenario of scenarios) {
      const start = performance.now();
      try {
        await scenario.run(editor);
        passed++;
        console.log(`✓ ${scenario.name} (${Math.round(performance.now() - start)} ms)`);
      } catch (error) {
        failed++;
        const picture = join(server.folder, `failed-${failed}.png`);
        await page.screenshot({ path: picture }).catch(() => undefined);
        console.log(`✗ ${scenario.name}\n${error instanceof Error ? error.stack : String(error)}\n${picture}`);
      }
    }
    await page.close();
  } finally {
    await server.stop({ keep: failed > before });
  }
}

await rm(out, { recursive: true, force: true });
await mkdir(screenshots, { recursive: true });
await cp(join(root, 'examples/photos'), workspace, { recursive: true, filter: path => !path.endsWith('.vprog') });
await cp(join(import.meta.dirname, 'programs'), workspace, { recursive: true });
process.env.VPROG_HOME = join(out, 'home');

const browser = await launchBrowser();
try {
  if (only === undefined || only === 'trusted') await play(browser, trusted, false);
  if (only === undefined || only === 'restricted') await play(browser, restricted, true);
  if (only === undefined || only === 'distill') await play(browser, distill, false);
} finally {
  await browser.close();
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
