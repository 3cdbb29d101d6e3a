import type { Span } from './span.ts';

/**
 * The tree of a `.vprog` file. Both forms share it: a step is an assignment whose value is a call, and the text in
 * `EVAL(expr='...')` is an expression of the same grammar. Every node carries its span in the file, also inside strings.
 * A tree is plain data without semantic information; nodes that could not be read are `ErrorExpression` or absent.
 */
export interface SourceFile extends Span {
  readonly kind: 'SourceFile';
  readonly cells: readonly Cell[];
}

/** One program: from a `# %%` line, or the start of the file, to the next. */
export interface Cell extends Span {
  readonly kind: 'Cell';
  /** Zero-based. */
  readonly index: number;
  /** The text after `# %%`. */
  readonly title?: string;
  readonly form: 'step' | 'function';
  readonly directives: readonly Directive[];
  readonly statements: readonly Statement[];
}

// --- Directives: `# @name value` comments at the top of a cell ---

export type Directive =
  | QuestionDirective
  | InputDirective
  | ExpectDirective
  | CaseDirective
  | ProfileDirective
  | UnknownDirective;

interface DirectiveBase extends Span {
  /** The word after `@`. */
  readonly name: Word;
}
/** `# @question TEXT` */
export interface QuestionDirective extends DirectiveBase {
  readonly kind: 'Question';
  readonly text: Word;
}
/** `# @image PATH` (binds IMAGE) or `# @input NAME=PATH`. */
export interface InputDirective extends DirectiveBase {
  readonly kind: 'Input';
  readonly input: InputBinding;
}
/** `# @expect VALUE` */
export interface ExpectDirective extends DirectiveBase {
  readonly kind: 'Expect';
  readonly expectation: Expectation;
}
/** `# @case NAME=PATH ... expect=VALUE` */
export interface CaseDirective extends DirectiveBase {
  readonly kind: 'Case';
  readonly inputs: readonly InputBinding[];
  readonly expectation?: Expectation;
}
/** `# @profile NAME` */
export interface ProfileDirective extends DirectiveBase {
  readonly kind: 'Profile';
  readonly profile: Word;
}
export interface UnknownDirective extends DirectiveBase {
  readonly kind: 'UnknownDirective';
}

export interface InputBinding extends Span {
  readonly variable: Word;
  /** Relative to the file, as written. */
  readonly path: Word;
}

/** What a run must give: literal or plain text compared with the result, or an expression over RESULT and the cell's names. */
export interface Expectation extends Span {
  /** The text as written, trimmed. */
  readonly text: string;
  /** Present where the text is an expression that names RESULT or a variable; otherwise the text itself is the expected value. */
  readonly expression?: Expression;
}

/** A piece of text and where it stands. */
export interface Word extends Span {
  readonly text: string;
}

// --- Statements ---

export type Statement = Assign | ExpressionStatement | ErrorStatement;

/** `NAME = MODULE(...)`; in function form also several or structured targets. */
export interface Assign extends Span {
  readonly kind: 'Assign';
  readonly targets: readonly Expression[];
  readonly value: Expression;
}
export interface ExpressionStatement extends Span {
  readonly kind: 'ExpressionStatement';
  readonly expression: Expression;
}
/** A line that is no statement; a problem says why. */
export interface ErrorStatement extends Span {
  readonly kind: 'ErrorStatement';
}

// --- Expressions ---

export type Expression =
  | Name
  | Reference
  | NumberLiteral
  | StringLiteral
  | ConstantLiteral
  | EvalString
  | ListDisplay
  | TupleDisplay
  | SetDisplay
  | DictDisplay
  | Unary
  | Binary
  | Logical
  | Compare
  | Conditional
  | Attribute
  | Subscript
  | Slice
  | Call
  | ErrorExpression;

/** A variable or module by its name. */
export interface Name extends Span {
  readonly kind: 'Name';
  readonly name: string;
}
/** `{NAME}` in an EVAL string; the span covers the braces, `name` only the name. */
export interface Reference extends Span {
  readonly kind: 'Reference';
  readonly name: Name;
}
export interface NumberLiteral extends Span {
  readonly kind: 'Number';
  readonly type: 'int' | 'float';
  /** An int as decimal digits of any length, a float as JavaScript prints it. */
  readonly value: string;
}
export interface StringLiteral extends Span {
  readonly kind: 'String';
  /** Decoded: escapes resolved, adjacent literals joined. */
  readonly value: string;
}
export interface ConstantLiteral extends Span {
  readonly kind: 'Constant';
  readonly value: boolean | null;
}
/** The string given to EVAL, parsed. `expression` is absent where the text is none; a problem says why. */
export interface EvalString extends Span {
  readonly kind: 'EvalString';
  /** The decoded text. */
  readonly text: string;
  readonly expression?: Expression;
}
export interface ListDisplay extends Span {
  readonly kind: 'List';
  readonly elements: readonly Expression[];
}
export interface TupleDisplay extends Span {
  readonly kind: 'Tuple';
  readonly elements: readonly Expression[];
}
export interface SetDisplay extends Span {
  readonly kind: 'Set';
  readonly elements: readonly Expression[];
}
export interface DictDisplay extends Span {
  readonly kind: 'Dict';
  readonly entries: readonly { readonly key: Expression; readonly value: Expression }[];
}
export interface Unary extends Span {
  readonly kind: 'Unary';
  readonly operator: 'not' | '-' | '+' | '~';
  readonly operand: Expression;
}
export type BinaryOperator = '+' | '-' | '*' | '/' | '//' | '%' | '**' | '&' | '|' | '^' | '<<' | '>>';
export interface Binary extends Span {
  readonly kind: 'Binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}
/** `and`, `or`, and EVAL's `xor`, left-associative chains flattened: `a and b and c` has three operands. */
export interface Logical extends Span {
  readonly kind: 'Logical';
  readonly operator: 'and' | 'or' | 'xor';
  readonly operands: readonly Expression[];
}
export type ComparisonOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in' | 'is' | 'is not';
/** `a < b <= c`: `first`, then each operator with its right operand. */
export interface Compare extends Span {
  readonly kind: 'Compare';
  readonly first: Expression;
  readonly rest: readonly { readonly operator: ComparisonOperator; readonly operand: Expression }[];
}
export interface Conditional extends Span {
  readonly kind: 'Conditional';
  readonly test: Expression;
  readonly then: Expression;
  readonly otherwise: Expression;
}
export interface Attribute extends Span {
  readonly kind: 'Attribute';
  readonly object: Expression;
  readonly attribute: Name;
}
export interface Subscript extends Span {
  readonly kind: 'Subscript';
  readonly object: Expression;
  readonly index: Expression;
}
export interface Slice extends Span {
  readonly kind: 'Slice';
  readonly lower?: Expression;
  readonly upper?: Expression;
  readonly step?: Expression;
}
export interface Call extends Span {
  readonly kind: 'Call';
  readonly callee: Expression;
  readonly args: readonly Argument[];
  /** From the opening bracket to the closing one, or to where it should stand. */
  readonly argsSpan: Span;
}
/** `value` or `name=value`. */
export interface Argument extends Span {
  readonly name?: Name;
  readonly value: Expression;
}
/** A place where an expression should stand. Types as Any: nothing is reported downstream. */
export interface ErrorExpression extends Span {
  readonly kind: 'Error';
}

export type Node = SourceFile | Cell | Directive | Statement | Expression;
