import { type Row, thisMachine } from '@vprog/distill/bench';
import { Argument, type Command } from 'commander';
import { benchLanguage } from '../bench/language.ts';
import { benchTrain } from '../bench/train.ts';
import { exitStatus } from '../exit.ts';
import { jsonOption } from '../options.ts';
import { table } from '../output/style.ts';
import { note, writeJson, writeLine } from '../text.ts';

const kinds = ['language', 'train'] as const;
type Kind = (typeof kinds)[number];

interface Options {
  readonly json?: true;
  readonly quick?: boolean;
}

export function addBench(program: Command): void {
  program
    .command('bench')
    .description('measure what reading, checking and training cost on this machine')
    .addArgument(new Argument('[kind]', 'one kind of benchmark; all where none is named').choices(kinds))
    .addOption(jsonOption())
    .option('--quick', 'repeat little: to see that it works, not to compare')
    .addHelpText('after', '\nExample:\n  $ vprog bench train')
    .action(async (kind: Kind | undefined, { json, quick = false }: Options) => {
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, cancel);
      const rows: Row[] = [];
      if (kind !== 'train') rows.push(...benchLanguage({ quick }));
      if (kind !== 'language') rows.push(...(await benchTrain({ quick })));
      await (json ? writeJson({ machine: thisMachine(), rows }) : writeLine(table(rows.map(columns))));
    });
}

function cancel(): void {
  note('Cancelled.');
  process.exit(exitStatus.cancelled);
}

function columns({ case: name, value, unit, peer, ratio, target, ok }: Row): readonly string[] {
  const than = peer === undefined ? '' : `${peer.name} ${peer.version}: ${peer.value}`;
  const goal = target === undefined ? '' : `${ok ? 'within' : 'over'} ${target}`;
  return [name, `${value} ${unit}`, than, ratio === undefined ? '' : `ratio ${ratio}`, goal];
}
