import type { Span } from '@vprog/language';

export interface Completion {
  readonly label: string;
  readonly kind: 'module' | 'variable' | 'argument' | 'label' | 'value' | 'directive' | 'file' | 'folder' | 'keyword';
  /** After the label: a type, a signature's result. */
  readonly detail?: string;
  /** Markdown. */
  readonly documentation?: string;
  /** What replaces `span`; with `snippet` in LSP's snippet syntax. */
  readonly insert: string;
  readonly snippet?: true;
  /** Within the cursor's line. */
  readonly span: Span;
  /** Better ones come first when compared as text. */
  readonly sortKey: string;
  /** The text that is matched with what was typed, where that is not the label. */
  readonly filter?: string;
  /** What was inserted asks for a next completion. */
  readonly more?: true;
}
