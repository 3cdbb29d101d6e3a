import { createToken, type ITokenConfig, Lexer, type TokenType } from 'chevrotain';
import { matchString } from './strings.ts';

/** Categories: what the grammar asks of a token, beside its own type. */
const category = (name: string): TokenType => createToken({ name, pattern: Lexer.NA });
/** A value of one token. */
export const Leaf = category('Leaf');
/** Stands between two operands; `+` and `-` also before one. */
export const Infix = category('Infix');
/** Stands before an operand only: `not` and `~`. */
export const Prefix = category('Prefix');
/** Separates or introduces expressions; what it means, and whether it belongs there, the surroundings say. */
export const Separator = category('Separator');

/** In the order in which the lexer tries them. */
const ordered: TokenType[] = [];
function token(name: string, pattern: ITokenConfig['pattern'], config: Partial<ITokenConfig> = {}): TokenType {
  const type = createToken({ name, ...(pattern === undefined ? {} : { pattern }), ...config });
  ordered.push(type);
  return type;
}

/** Representatives of all of the lexer's first-character classes, for patterns that may begin with any character. */
const ANY_START = [
  ...Array(256).keys(),
  ...[...Array(257).keys()].map(i => i * 255 + 128).filter(c => c > 255 && c < 65536),
];
const UNICODE_START = ANY_START.filter(code => code > 127);

const sticky = (expression: RegExp) => (text: string, offset: number) => {
  expression.lastIndex = offset;
  return expression.exec(text);
};

// --- Space and lines ---

token('Space', /[ \t\f\v\u00a0\u1680\u2000-\u200d\u2028\u2029\u202f\u205f\u3000\ufeff]+/, { group: Lexer.SKIPPED });
export const Newline = token('Newline', /\r\n|\n|\r/, { line_breaks: true });
/** A backslash that ends a line joins it with the next. */
export const LineJoin = token('LineJoin', /\\[ \t]*(?:\r\n|\n|\r|(?![\s\S]))/, { line_breaks: true });
export const Comment = token('Comment', /#[^\r\n]*/);

// --- Words ---

const WORD = /[\p{L}\p{Nl}_][\p{L}\p{N}\p{M}_]*/uy;
/** Any spelling, also beyond ASCII; its pattern is tried after the words that have types of their own. */
export const Name = createToken({
  name: 'Name',
  pattern: sticky(WORD),
  categories: [Leaf],
  line_breaks: false,
  start_chars_hint: [...UNICODE_START, ...[...Array(128).keys()].filter(c => /[A-Za-z_]/.test(String.fromCharCode(c)))],
});
const WORD_END = '(?![A-Za-z0-9_\\u0080-\\uffff])';
const keyword = (name: string, word: string, categories: TokenType[] = []): TokenType =>
  token(name, new RegExp(word + WORD_END), { categories, line_breaks: false });

export const StringLiteralToken = token(
  'String',
  { exec: matchString },
  {
    line_breaks: true,
    start_chars_hint: [...'\'"“”„‘’‚rRbBuUfF'],
  },
);

export const Or = keyword('Or', 'or', [Infix]);
export const And = keyword('And', 'and', [Infix]);
export const NotIn = keyword('NotIn', 'not[ \\t\\f]+in', [Infix]);
export const Not = keyword('Not', 'not', [Prefix]);
export const In = keyword('In', 'in', [Infix]);
export const IsNot = keyword('IsNot', 'is[ \\t\\f]+not', [Infix]);
export const Is = keyword('Is', 'is', [Infix]);
export const If = keyword('If', 'if', [Infix]);
export const Else = keyword('Else', 'else', [Infix]);
export const True = keyword('True', 'True', [Leaf]);
export const False = keyword('False', 'False', [Leaf]);
export const None = keyword('None', 'None', [Leaf]);
/** Words that Python keeps for statements. */
export const StatementKeyword = keyword(
  'StatementKeyword',
  '(?:as|assert|async|await|break|class|continue|def|del|elif|except|finally|for|from|global|import|lambda|nonlocal|pass|raise|return|try|while|with|yield)',
  [Separator],
);
/** `xor` is a name until it stands between two operands. */
export const Xor = createToken({ name: 'Xor', pattern: Lexer.NA, categories: [Infix] });
ordered.push(Xor, Name);

// --- Numbers ---

const DIGITS = '[0-9](?:_?[0-9])*';
const EXPONENT = `[eE][+-]?${DIGITS}`;
export const Float = token(
  'Float',
  new RegExp(`(?:${DIGITS}\\.(?:${DIGITS})?|\\.${DIGITS})(?:${EXPONENT})?|${DIGITS}${EXPONENT}`),
  { categories: [Leaf] },
);
export const Integer = token(
  'Integer',
  new RegExp(`0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|${DIGITS}`),
  { categories: [Leaf] },
);

// --- Brackets ---

export const LeftParen = token('LeftParen', '(');
export const RightParen = token('RightParen', ')');
export const LeftSquare = token('LeftSquare', '[');
export const RightSquare = token('RightSquare', ']');
export const LeftCurly = token('LeftCurly', '{');
export const RightCurly = token('RightCurly', '}');

// --- Operators, the longer first ---

const infix = (name: string, text: string): TokenType => token(name, text, { categories: [Infix] });
export const DoubleStar = infix('DoubleStar', '**');
export const DoubleSlash = infix('DoubleSlash', '//');
export const ShiftLeft = infix('ShiftLeft', '<<');
export const ShiftRight = infix('ShiftRight', '>>');
export const LessEqual = infix('LessEqual', '<=');
export const GreaterEqual = infix('GreaterEqual', '>=');
export const Equal = infix('Equal', '==');
export const NotEqual = infix('NotEqual', '!=');
export const DoubleAmpersand = infix('DoubleAmpersand', '&&');
export const DoubleBar = infix('DoubleBar', '||');
export const Arrow = token('Arrow', '->', { categories: [Separator] });
export const Walrus = token('Walrus', ':=', { categories: [Separator] });
export const Star = infix('Star', '*');
export const Slash = infix('Slash', '/');
export const Percent = infix('Percent', '%');
export const Less = infix('Less', '<');
export const Greater = infix('Greater', '>');
export const Ampersand = infix('Ampersand', '&');
export const Bar = infix('Bar', '|');
export const Caret = infix('Caret', '^');
export const Plus = token('Plus', '+', { categories: [Infix] });
export const Minus = token('Minus', '-', { categories: [Infix] });
export const Tilde = token('Tilde', '~', { categories: [Prefix] });
export const Bang = token('Bang', '!', { categories: [Prefix] });
export const Assign = token('Assign', '=', { categories: [Separator] });
export const Comma = token('Comma', ',', { categories: [Separator] });
export const Colon = token('Colon', ':', { categories: [Separator] });
export const Semicolon = token('Semicolon', ';', { categories: [Separator] });
export const Dot = token('Dot', '.', { categories: [Separator] });
/** Whatever else stands there, so that every text can be read; a run of the same sort is one token. */
export const Unknown = token(
  'Unknown',
  sticky(/[^\w\s'"“”„‘’‚#()[\]{}*/<>=!&|^+\-~,:;.\\]+|[\s\S]/y) as ITokenConfig['pattern'],
  {
    line_breaks: false,
    start_chars_hint: ANY_START,
  },
);

export const tokenTypes: readonly TokenType[] = [Leaf, Infix, Prefix, Separator, ...ordered];
