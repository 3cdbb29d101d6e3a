import type { Editor } from './editor.ts';

/** Something that a person does and sees, in a window that the scenarios before it have left. */
export interface Scenario {
  readonly name: string;
  run(editor: Editor): Promise<void>;
}
