import type { Expression, StringLiteral } from '../ast.ts';
import { BOXES } from '../catalogue/parameters.ts';
import type { ModuleSignature, Parameter } from '../catalogue/signature.ts';
import type { Fix } from '../problem.ts';
import { problem } from '../problems.ts';
import { ANY, IMAGE, STR, type Type, typeName } from '../types.ts';
import { assignable, isText } from './assignable.ts';
import { type Flow, sourceOf } from './flow.ts';
import { infer } from './infer.ts';
import { Reporter } from './report.ts';
import { findAdvice, wantedName, wantsObjects } from './wanted.ts';

/** Infers an argument and holds it against its parameter; returns its type, Any where it does not fit. */
export function checkArgument(parameter: Parameter, value: Expression, signature: ModuleSignature, flow: Flow): Type {
  if (parameter.expression === true && value.kind !== 'EvalString')
    return checkExpressionText(parameter, value, signature, flow);
  if (value.kind === 'String' && !isText(parameter.type) && flow.scope.has(value.value)) {
    return quotedVariable(parameter, value, signature, flow);
  }
  const quoted = quoteFix(parameter, value, flow);
  if (quoted !== undefined) {
    flow.reporter.add(problem('VP205', value, [sourceOf(flow, value), quoted.advice], { fixes: [quoted.fix] }));
    return parameter.type;
  }
  const type = infer(value, flow);
  if (!assignable(type, parameter.type)) {
    const advice = adviceFor(parameter, type);
    const wanted = wantedName(parameter.type);
    flow.reporter.add(problem('VP301', value, [signature.name, parameter.name, wanted, typeName(type), advice]));
  }
  return type;
}

/** A text that is the name of a variable, where no text is wanted. */
function quotedVariable(
  parameter: Parameter,
  value: StringLiteral,
  signature: ModuleSignature,
  { reporter, scope, types }: Flow,
): Type {
  const name = value.value;
  const type = scope.use(name, { start: value.start, end: value.start }) ?? ANY;
  types.set(value, STR);
  const advice = `The variable ${name} is written without quotes.`;
  const fixes = [{ title: `Change to ${name}`, edits: [{ span: value, newText: name }] }];
  reporter.add(
    problem('VP301', value, [signature.name, parameter.name, wantedName(parameter.type), 'a text', advice], { fixes }),
  );
  return type;
}

/** EVAL's expression is written as a text; without quotes it is read as a value, which the original refuses. */
function checkExpressionText(parameter: Parameter, value: Expression, signature: ModuleSignature, flow: Flow): Type {
  // What is wrong in it is seen once it is read as an expression.
  const type = infer(value, { ...flow, reads: 'eval', reporter: new Reporter() });
  if (value.kind === 'Error') return type;
  const source = sourceOf(flow, value);
  const fixes: Fix[] = /["'\\\n]/.test(source)
    ? []
    : [{ title: 'Put the expression in quotes', edits: [{ span: value, newText: `"${source}"` }] }];
  const args = [signature.name, parameter.name, 'an expression in quotes', 'one without'] as const;
  flow.reporter.add(problem('VP301', value, [...args], { fixes }));
  return type;
}

/** An unknown name where a text is wanted lacks its quotes. */
function quoteFix(parameter: Parameter, value: Expression, { scope, firstAssigned, modules, text }: Flow) {
  const unknown =
    value.kind === 'Name' && !scope.has(value.name) && !firstAssigned.has(value.name) && !modules.has(value.name);
  if (!unknown || !isText(parameter.type)) return undefined;
  const quoted = `'${text.slice(value.start, value.end)}'`;
  return {
    advice: `If it is meant as a text, write ${quoted}.`,
    fix: { title: `Change to ${quoted}`, edits: [{ span: value, newText: quoted }] },
  };
}

function adviceFor(parameter: Parameter, type: Type): string | undefined {
  const wantsImage = parameter.type.kind === IMAGE.kind;
  if (wantsImage && assignable(type, BOXES)) {
    return 'CROP cuts the picture of an object out of another picture.';
  }
  return wantsObjects(parameter.type) && type.kind === IMAGE.kind ? findAdvice : undefined;
}
