import { arch, platform, release } from 'node:os';
import type { DeviceStatus, ModelStatus } from '@vprog/runtime/protocol';
import { type ExtensionContext, env, extensions, UIKind, version, window, workspace } from 'vscode';
import type { Command } from './command.ts';

/** Opens a report on versions, devices and models to read and to attach to an issue; it names no file of the user's. */
export const showReport: Command = {
  id: 'vprog.showReport',
  run: async ({ extension, runtime }) => {
    const [devices, models] = await Promise.all([
      runtime.devices().then(deviceRows, failure),
      runtime.models().then(modelRows, failure),
    ]);
    const content = ['# VProg diagnostics report', ...machineRows(extension), '', '## Devices', '', ...devices].concat([
      '',
      '## Models',
      '',
      ...models,
      '',
    ]);
    await window.showTextDocument(
      await workspace.openTextDocument({ language: 'markdown', content: content.join('\n') }),
    );
  },
};

const failure = (error: unknown): readonly string[] => [
  `Not known: ${error instanceof Error ? error.message : String(error)}`,
];

function machineRows(extension: ExtensionContext): readonly string[] {
  const settings = workspace.getConfiguration('vprog');
  const rows: readonly (readonly [string, string])[] = [
    ['VProg', String(extension.extension.packageJSON.version)],
    ['VS Code', `${version} (${env.appName}, ${env.uiKind === UIKind.Web ? 'web' : 'desktop'})`],
    ['Remote', env.remoteName ?? 'none'],
    ['System', `${platform()} ${release()} ${arch()}`],
    ['Node in the extension host', process.version],
    ['Workspace', workspace.isTrusted ? 'trusted' : 'restricted'],
    [
      'Settings',
      `device ${settings.get('device')}, cache ${settings.get('cache')}, runOnSave ${settings.get('runOnSave')}`,
    ],
    ['Extensions', String(extensions.all.filter(other => !other.id.startsWith('vscode.')).length)],
  ];
  return ['', '| | |', '|:--|:--|', ...rows.map(([name, value]) => `| ${name} | ${value} |`)];
}

const deviceRows = (devices: readonly DeviceStatus[]): readonly string[] => [
  '| device | usable | |',
  '|:--|:--|:--|',
  ...devices.map(({ device, usable, detail }) => `| ${device} | ${usable ? 'yes' : 'no'} | ${detail} |`),
];

const modelRows = (models: readonly ModelStatus[]): readonly string[] => [
  '| model | capability | licence | bytes | SHA-256 | state |',
  '|:--|:--|:--|--:|:--|:--|',
  ...models.map(
    ({ id, capability, licence, bytes, sha256, state }) =>
      `| ${id} | ${capability} | ${licence} | ${bytes} | ${sha256.slice(0, 12)} | ${state} |`,
  ),
];
