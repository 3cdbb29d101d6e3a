import {
  type Analysis,
  type Environment,
  type Expression,
  type Node,
  type Span,
  type Variable,
  walk,
} from '@vprog/language';
import { moduleNamed } from './lookup.ts';

/** LSP's own types, so that every theme has a colour for them: a module is a function, an argument's name a parameter. */
export const tokenTypes = [
  'function',
  'variable',
  'parameter',
  'string',
  'number',
  'operator',
  'property',
  'decorator',
] as const;
export const tokenModifiers = ['declaration', 'readonly', 'defaultLibrary'] as const;

export interface SemanticToken {
  readonly span: Span;
  readonly type: (typeof tokenTypes)[number];
  readonly modifiers: readonly (typeof tokenModifiers)[number][];
}

/** The tokens of the file in the order of the text, without overlaps; EVAL's strings are told by what stands in them. */
export function semanticTokens(analysis: Analysis, environment: Environment): readonly SemanticToken[] {
  const { text } = analysis.parsed;
  return analysis.cells.flatMap(({ cell, variables }) => {
    const tokens = variables.flatMap(variableTokens);
    walk(cell, node => {
      tokens.push(...nodeTokens(node, text, environment));
    });
    return tokens.filter(({ span }) => span.end > span.start).sort((a, b) => a.span.start - b.span.start);
  });
}

const token = (
  { start, end }: Span,
  type: SemanticToken['type'],
  ...modifiers: SemanticToken['modifiers']
): SemanticToken => ({ span: { start, end }, type, modifiers });

const variableTokens = ({ kind, definitions, references }: Variable): readonly SemanticToken[] => [
  ...definitions.map(span => token(span, 'variable', 'declaration')),
  ...references.map(span => (kind === 'input' ? token(span, 'variable', 'readonly') : token(span, 'variable'))),
];

function* nodeTokens(node: Node, text: string, environment: Environment): Generator<SemanticToken> {
  switch (node.kind) {
    case 'Call':
      if (node.callee.kind === 'Name' && moduleNamed(environment, node.callee.name) !== undefined)
        yield token(node.callee, 'function', 'defaultLibrary');
      for (const { name } of node.args) if (name !== undefined) yield token(name, 'parameter');
      return;
    case 'String':
      yield token(node, 'string');
      return;
    case 'Number':
      yield token(node, 'number');
      return;
    case 'Attribute':
      yield token(node.attribute, 'property');
      return;
    case 'Unary':
      yield* operator(node.start, node.operand, text);
      return;
    case 'Binary':
      yield* operator(node.left.end, node.right, text);
      return;
    case 'Logical':
      yield* operators(node.operands, text);
      return;
    case 'Compare':
      yield* operators([node.first, ...node.rest.map(({ operand }) => operand)], text);
      return;
    case 'Question':
    case 'Expect':
    case 'Profile':
      yield token(node.name, 'decorator');
      return;
    case 'Input':
      yield token(node.name, 'decorator');
      yield token(node.input.path, 'string');
      return;
    case 'Case':
      yield token(node.name, 'decorator');
      for (const { path } of node.inputs) yield token(path, 'string');
      return;
  }
}

function* operators(operands: readonly Expression[], text: string): Generator<SemanticToken> {
  for (const [index, operand] of operands.entries()) {
    const before = operands[index - 1];
    if (before !== undefined) yield* operator(before.end, operand, text);
  }
}

/** The tree has no spans for operators: this one is the word or sign between `from` and its right operand. */
function* operator(from: number, right: Expression, text: string): Generator<SemanticToken> {
  const sign = /\p{L}+(?:\s+\p{L}+)?|[-+*/%&|^<>=!~]+/u.exec(text.slice(from, right.start));
  if (sign === null) return;
  yield token({ start: from + sign.index, end: from + sign.index + sign[0].length }, 'operator');
}
