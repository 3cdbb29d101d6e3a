#!/usr/bin/env node
/**
 * Stands in for the `code` program where VS Code's desktop build cannot be had: takes the arguments that
 * @vscode/test-electron gives, opens the window in a code-server of its own, and
 * - with --extensionTestsPath drives it by a Chromium without a display and exits with the tests' status,
 * - without it prints the window's address for a browser and serves until it is interrupted.
 *   node tests/harness/code.ts [--extensionDevelopmentPath=DIR] [--extensionTestsPath=FILE] [FOLDER]
 */
import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { format } from 'node:util';
import { launchBrowser } from './browser.ts';
import { type CodeServer, startCodeServer, windowUrl } from './code-server.ts';

/** Marks the lines that the suite prints, among all that a window logs. */
const OURS = '[vprog tests] ';
const limit = (): number => Number(process.env.VPROG_TIMEOUT ?? 300) * 1000;

const flags = new Map<string, string[]>();
const open: string[] = [];
for (const argument of process.argv.slice(2)) {
  const [, name, value = ''] = /^--([\w-]+)(?:=(.*))?$/s.exec(argument) ?? [];
  if (name === undefined) open.push(argument);
  else flags.set(name, [...(flags.get(name) ?? []), value]);
}
const given = (name: string) => flags.get(name)?.at(-1) || undefined;
const [developed = resolve(import.meta.dirname, '../..')] = flags.get('extensionDevelopmentPath') ?? [];
const tests = given('extensionTestsPath');
const [userData, extensions] = [given('user-data-dir'), given('extensions-dir')];
const data = { ...(userData ? { userData } : {}), ...(extensions ? { extensions } : {}) };

const folder = open[0] ? { open: open[0] } : {};
if (tests === undefined) {
  // A person's own folder on his own machine.
  const server = await startCodeServer({ workspaceTrust: false, driver: false, installed: developed, ...data });
  process.exitCode = await serve(server, windowUrl(server, folder));
} else {
  const server = await startCodeServer({ workspaceTrust: false, driver: true, ...data });
  process.exitCode = await runTests(server, windowUrl(server, { ...folder, developed: [developed], tests }));
}

async function serve(server: CodeServer, url: string): Promise<number> {
  console.log(`VS Code with the extension is at\n  ${url}\nCtrl+C ends it.`);
  openInBrowser(url);
  await new Promise(done => process.once('SIGINT', done).once('SIGTERM', done));
  await server.stop();
  return 0;
}

/** Where there is a desktop; the address is printed in any case. */
function openInBrowser(url: string): void {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  const command = process.platform === 'darwin' ? 'open' : DISPLAY || WAYLAND_DISPLAY ? 'xdg-open' : undefined;
  if (command === undefined) return;
  spawn(command, [url], { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref();
}

async function runTests(server: CodeServer, url: string): Promise<number> {
  const browser = await launchBrowser();
  const page = await (await browser.newContext({ viewport: { width: 1400, height: 900 } })).newPage();
  const ended = new Promise<number>(done => {
    setTimeout(() => {
      console.error('The tests took too long.');
      done(124);
    }, limit()).unref();
    // What VS Code calls in a window that runs tests.
    page.exposeFunction('codeAutomationExit', done).catch(() => done(1));
  });
  await page.exposeFunction('codeAutomationLog', (_type: string, words: unknown[]) => {
    const line = format(...words);
    if (process.env.VPROG_VERBOSE || line.startsWith(OURS)) console.log(line.replace(OURS, ''));
  });
  await page.goto(url);
  const status = await ended;
  if (status !== 0) {
    const shot = join(server.folder, 'failed.png');
    await page.screenshot({ path: shot }).catch(() => undefined);
    console.error(`The server's log and the last picture are in ${server.folder}`);
  }
  await browser.close();
  await server.stop({ keep: status !== 0 });
  return status;
}
