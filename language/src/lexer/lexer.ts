import { type IToken, Lexer } from 'chevrotain';
import { forgetText, type StringShape } from './strings.ts';
import { tokenTypes } from './tokens.ts';

const lexer = new Lexer([...tokenTypes], { positionTracking: 'onlyOffset', ensureOptimizations: true });

/** The tokens of a text, line ends and comments among them; `base` is added to their offsets, also in string shapes. */
export function tokenize(text: string, base = 0): IToken[] {
  const { tokens } = lexer.tokenize(text);
  forgetText();
  if (base !== 0) {
    for (const token of tokens) {
      token.startOffset += base;
      const shape: StringShape | undefined = token.payload;
      if (shape !== undefined) token.payload = { ...shape, start: shape.start + base, end: shape.end + base };
    }
  }
  return tokens;
}

export const startOf = (token: IToken): number => token.startOffset;
/** Exclusive. */
export const endOf = (token: IToken): number => token.startOffset + token.image.length;
export const shapeOf = (token: IToken): StringShape => token.payload;
