import { type Analysis, type Span, touches, typeName } from '@vprog/language';

export interface InlayHint {
  readonly offset: number;
  readonly label: string;
}

/** The type after each step's name in `span`, where it is known. */
export const inlayHints = ({ cells }: Analysis, span: Span): readonly InlayHint[] =>
  cells.flatMap(({ steps }) =>
    steps
      .filter(({ name, type }) => touches(span, name.end) && type.kind !== 'Any')
      .map(({ name, type }) => ({ offset: name.end, label: `: ${typeName(type)}` })),
  );
