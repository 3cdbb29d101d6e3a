import type { Analysis, InputBinding, Span } from '@vprog/language';

export interface DocumentLink {
  readonly span: Span;
  /** Relative to the document, as written. */
  readonly path: string;
}

/** Every picture that a directive of the file binds. */
export const inputBindings = (file: Analysis['parsed']['file']): readonly InputBinding[] =>
  file.cells
    .flatMap(({ directives }) => directives)
    .flatMap(directive =>
      directive.kind === 'Input' ? [directive.input] : directive.kind === 'Case' ? directive.inputs : [],
    )
    .filter(({ path }) => path.text !== '');

/** The paths in directives. */
export const documentLinks = ({ parsed }: Analysis): readonly DocumentLink[] =>
  inputBindings(parsed.file).map(({ path }) => ({ span: path, path: path.text }));
