import type { IToken } from 'chevrotain';
import type { Expression } from '../ast.ts';

/** One of what stands between two brackets, or on a line. */
export type Item =
  | { readonly kind: 'value'; readonly node: Expression }
  | { readonly kind: 'separator'; readonly token: IToken };
