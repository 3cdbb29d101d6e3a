import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');

export const rooms = ['language', 'onnx', 'runtime', 'distill', 'data', 'server', 'client', 'cli'] as const;
export type Room = (typeof rooms)[number];

export interface Source {
  /** From the top of the project, with slashes: `runtime/src/home.ts`. */
  readonly path: string;
  readonly room: Room;
  readonly test: boolean;
  readonly text: string;
  readonly imports: readonly Import[];
}

export interface Import {
  /** As written, but paths that leave the room are `@vprog/ROOM`. */
  readonly module: string;
  readonly typeOnly: boolean;
}

/** Every TypeScript file of the rooms, tests and what serves them marked. */
export function sources(): readonly Source[] {
  return rooms.flatMap(room =>
    globSync(`${room}/src/**/*.ts`, { cwd: root })
      .sort()
      .map(path => {
        const text = readFileSync(join(root, path), 'utf8');
        const test = /\.test\.ts$|\/testing\//.test(path);
        return { path, room, test, text, imports: importsOf(path, room, text) };
      }),
  );
}

const statement = /(?:^|\n)\s*(import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s*)?'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/g;

function importsOf(path: string, room: Room, text: string): readonly Import[] {
  return [...text.matchAll(statement)].map(([, , type, module, dynamic]) => {
    const name = module ?? dynamic!;
    return { module: name.startsWith('.') ? roomOf(path, room, name) : name, typeOnly: type !== undefined };
  });
}

function roomOf(path: string, room: Room, name: string): string {
  const target = relative(root, resolve(root, dirname(path), name)).split('/')[0]!;
  return target === room ? name : `@vprog/${target}`;
}
