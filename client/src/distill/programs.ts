import { basename } from 'node:path';
import type { ProgramSource } from '@vprog/distill/protocol';
import type { TextDocument } from 'vscode';
import type { Context } from '../context.ts';
import type { Learner } from './learners.ts';

/** What an open program gives a module. */
export interface OpenProgram {
  /** The file's name. */
  readonly name: string;
  /** Its cells that call the module and whose pictures are known. */
  readonly sources: readonly ProgramSource[];
}

/** The cells of a program, or that one of them, that give a module something; undefined where there are none, or no file. */
export async function openProgram(
  { documents, pictures }: Context,
  document: TextDocument,
  { module }: Learner,
  cell?: number,
): Promise<OpenProgram | undefined> {
  if (document.uri.scheme !== 'file') return undefined;
  const file = document.uri.fsPath;
  const text = document.getText();
  const sources = (await documents.cells(document)).flatMap((outline): ProgramSource[] => {
    if (cell !== undefined && outline.index !== cell) return [];
    if (!outline.steps.some(step => step.module === module)) return [];
    const inputs = pictures.chosen(document.uri, outline.index);
    const known = outline.inputs.every(({ name, path }) => path !== undefined || name in inputs);
    return known ? [{ file, text, cell: outline.index, inputs }] : [];
  });
  return sources.length > 0 ? { name: basename(file), sources } : undefined;
}
