import type { Expression, Name, Node } from '../ast.ts';

/**
 * The meaning of a tree as an s-expression, without spans, spacing, comments and ways of quoting. Two programs with the
 * same canonical text do the same. `nameOf` says how a variable is written.
 */
export function canonical(node: Node, nameOf: (name: Name) => string = name => name.name): string {
  const of = (child: Node): string => canonical(child, nameOf);
  const list = (head: string, children: readonly Node[]): string => `(${[head, ...children.map(of)].join(' ')})`;
  switch (node.kind) {
    case 'SourceFile':
      return node.cells.map(of).join('\n');
    case 'Cell':
      return `(cell ${node.form}${[...node.directives, ...node.statements].map(child => `\n  ${of(child)}`).join('')})`;
    case 'Question':
      return `(@question ${quote(node.text.text)})`;
    case 'Input':
      return `(@input ${node.input.variable.text} ${quote(node.input.path.text)})`;
    case 'Expect':
      return `(@expect ${expectation(node.expectation, nameOf)})`;
    case 'Case': {
      const inputs = node.inputs.map(({ variable, path }) => ` ${variable.text}=${quote(path.text)}`).join('');
      return `(@case${inputs}${node.expectation === undefined ? '' : ` ${expectation(node.expectation, nameOf)}`})`;
    }
    case 'Profile':
      return `(@profile ${quote(node.profile.text)})`;
    case 'UnknownDirective':
      return `(@${node.name.text}?)`;
    case 'Assign':
      return list('=', [...node.targets, node.value]);
    case 'ExpressionStatement':
      return of(node.expression);
    case 'ErrorStatement':
    case 'Error':
      return '(error)';
    case 'Name':
      return nameOf(node);
    case 'Reference':
      return `{${of(node.name)}}`;
    case 'Number':
      return node.value;
    case 'String':
      return quote(node.value);
    case 'Constant':
      return node.value === null ? 'None' : node.value ? 'True' : 'False';
    case 'EvalString':
      return node.expression === undefined ? list(`eval ${quote(node.text)}`, []) : list('eval', [node.expression]);
    case 'List':
    case 'Tuple':
    case 'Set':
      return list(node.kind.toLowerCase(), node.elements);
    case 'Dict':
      return `(dict${node.entries.map(({ key, value }) => ` ${of(key)}: ${of(value)}`).join('')})`;
    case 'Unary':
      return list(node.operator, [node.operand]);
    case 'Binary':
      return list(node.operator, [node.left, node.right]);
    case 'Logical':
      return list(node.operator, node.operands);
    case 'Compare':
      return `(${of(node.first)}${node.rest.map(({ operator, operand }) => ` ${operator} ${of(operand)}`).join('')})`;
    case 'Conditional':
      return list('if', [node.test, node.then, node.otherwise]);
    case 'Attribute':
      return `(. ${of(node.object)} ${node.attribute.name})`;
    case 'Subscript':
      return list('[]', [node.object, node.index]);
    case 'Slice':
      return `(slice ${[node.lower, node.upper, node.step].map(part => (part === undefined ? '_' : of(part))).join(' ')})`;
    case 'Call': {
      const args = node.args.map(({ name, value }) =>
        name === undefined ? ` ${of(value)}` : ` ${name.name}=${of(value)}`,
      );
      // The name of a module is no variable.
      const callee = node.callee.kind === 'Name' ? node.callee.name : of(node.callee);
      return `(${callee}${args.join('')})`;
    }
  }
}

const quote = (text: string): string => JSON.stringify(text);

const expectation = (
  { text, expression }: { readonly text: string; readonly expression?: Expression },
  nameOf: (name: Name) => string,
): string => (expression === undefined ? quote(text) : canonical(expression, nameOf));
