import type { Context } from '../context.ts';

/** A command of the manifest. Its arguments come from lenses, links and menus, or are absent: nothing is taken on trust. */
export interface Command {
  readonly id: `vprog.${string}`;
  run(context: Context, ...args: readonly unknown[]): unknown;
}
