import {
  type Analysis,
  type Call,
  type Environment,
  IMAGE,
  type Span,
  type StepInfo,
  touches,
  typeName,
  type Variable,
} from '@vprog/language';
import { directives } from './completion/directives.ts';
import { bindingOf, cellAt, environmentAt, moduleNamed, parameterOf, stepAt, variableAt } from './lookup.ts';
import { code, firstSentence, moduleDocumentation, parameterText } from './module-text.ts';

export interface Hover {
  readonly span: Span;
  readonly markdown: string;
}

/** What stands at `offset`: a module, an argument's name, a variable or a directive; elsewhere nothing. */
export function hover(analysis: Analysis, environment: Environment, offset: number): Hover | undefined {
  const local = environmentAt(environment, analysis, offset);
  const step = stepAt(analysis, offset);
  return (
    (step && hoverCall(step.call, local, offset)) ?? hoverVariable(analysis, offset) ?? hoverDirective(analysis, offset)
  );
}

function hoverCall(call: Call, environment: Environment, offset: number): Hover | undefined {
  const { callee, args } = call;
  const signature = callee.kind === 'Name' ? moduleNamed(environment, callee.name) : undefined;
  if (signature === undefined) return undefined;
  if (touches(callee, offset)) return { span: callee, markdown: moduleDocumentation(signature, environment) };
  const argument = args.find(({ name }) => name !== undefined && touches(name, offset));
  const parameter = argument && parameterOf(signature, call, argument);
  if (argument?.name === undefined || parameter === undefined) return undefined;
  return { span: argument.name, markdown: `${code(parameterText(parameter))}\n\n${parameter.doc}` };
}

function hoverVariable(analysis: Analysis, offset: number): Hover | undefined {
  const found = variableAt(analysis, offset);
  if (found === undefined) return undefined;
  const { variable, span } = found;
  const step = stepBehind(analysis, variable, span);
  const type = step?.type ?? (variable.kind === 'input' ? IMAGE : variable.type);
  const source =
    step !== undefined
      ? stepSource(analysis, step)
      : variable.kind === 'input'
        ? inputSource(analysis, variable.name, offset)
        : 'No step above gives it a value.';
  return { span, markdown: `${code(`${variable.name}: ${typeName(type)}`)}\n\n${source}` };
}

/** The step that gave the variable the value that it has at `span`. */
function stepBehind(analysis: Analysis, { name }: Variable, span: Span): StepInfo | undefined {
  const steps = (cellAt(analysis, span.start)?.steps ?? []).filter(step => step.name.name === name);
  return (
    steps.find(step => step.name.start === span.start) ?? steps.findLast(({ statement }) => statement.end <= span.start)
  );
}

function stepSource(analysis: Analysis, { statement, signature }: StepInfo): string {
  const text = code(analysis.parsed.text.slice(statement.start, statement.end));
  return signature === undefined ? text : `${text}\n\n${firstSentence(signature.doc)}`;
}

function inputSource(analysis: Analysis, name: string, offset: number): string {
  const path = bindingOf(analysis, name, offset)?.path.text;
  return path === undefined
    ? 'An input of the program. No directive binds it, so a picture is asked for when the program runs.'
    : `An input of the program: \`${path}\`.`;
}

function hoverDirective(analysis: Analysis, offset: number): Hover | undefined {
  const directive = cellAt(analysis, offset)?.cell.directives.find(({ name }) => touches(name, offset));
  const help = directives.find(({ name }) => name === directive?.name.text);
  if (directive === undefined || help === undefined) return undefined;
  return { span: directive.name, markdown: `${code(`# ${help.form}`)}\n\n${help.doc}` };
}
