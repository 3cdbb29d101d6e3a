import type { Command } from 'commander';
import { jsonOption } from '../options.ts';
import { style, table } from '../output/style.ts';
import { withRuntime } from '../runtime.ts';
import { writeJson, writeLine } from '../text.ts';

export function addDevices(program: Command): void {
  program
    .command('devices')
    .description('list the execution providers, probed, with the reason where one is not usable')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  $ vprog devices')
    .action(async ({ json }: { json?: true }) => {
      const devices = await withRuntime(runtime => runtime.devices());
      if (json) return writeJson(devices);
      const rows = devices.map(({ device, usable, detail }) => [device, usable ? 'usable' : 'not usable', detail]);
      await writeLine(table(rows).replaceAll(/\busable\b/g, word => style('bold', word)));
    });
}
