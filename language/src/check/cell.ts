import type { Assign, Cell, Expression, Statement } from '../ast.ts';
import { modules as bundledModules } from '../catalogue/index.ts';
import type { ModuleSignature } from '../catalogue/signature.ts';
import { environmentFor } from '../config/environment.ts';
import type { Environment } from '../config.ts';
import type { LineIndex } from '../line-index.ts';
import { problem } from '../problems.ts';
import type { Span } from '../span.ts';
import type { Type } from '../types.ts';
import type { CellAnalysis, StepInfo } from './analysis.ts';
import { checkCall } from './call.ts';
import { bindingsOf, checkDirectives, checkExpectations } from './directives.ts';
import type { Flow } from './flow.ts';
import { infer } from './infer.ts';
import type { Reporter } from './report.ts';
import { rules } from './rules/index.ts';
import { argumentOf } from './rules/rule.ts';
import { Scope } from './scope.ts';
import { checkStyle } from './style.ts';

export interface CellSources {
  readonly cell: Cell;
  readonly text: string;
  readonly lines: LineIndex;
  readonly environment: Environment;
  readonly reporter: Reporter;
  /** The parser found an error in the cell. */
  readonly broken: boolean;
}

/** Checks one program from top to bottom. */
export function checkCell({ cell, text, lines, environment, reporter, broken }: CellSources): CellAnalysis {
  const profile = cell.directives.find(directive => directive.kind === 'Profile')?.profile.text;
  const own = environmentFor(environment, profile);
  const scope = new Scope(inputsIn(cell, text));
  const types = new Map<Expression, Type>();
  const firstAssigned = assignedNames(cell, text);
  const modules = withUserModules(own);
  const flow: Flow = {
    text,
    lines,
    environment: own,
    modules,
    scope,
    types,
    reporter,
    firstAssigned,
    reads: 'program',
  };
  const errorsBefore = reporter.errors;
  checkDirectives(cell, flow);
  if (cell.form === 'function') return { cell, variables: [], types, steps: [] };
  const steps = checkSteps(cell, flow);
  const result = steps.at(-1)?.type;
  const variables = scope.variables();
  scope.assume('RESULT', result);
  checkExpectations(cell, result, { ...flow, reads: 'expectation' });
  if (!broken && reporter.errors === errorsBefore) checkStyle(cell, steps, flow);
  return { cell, variables, types, steps };
}

function checkSteps(cell: Cell, flow: Flow): StepInfo[] {
  const steps: StepInfo[] = [];
  const producers = new Map<string, StepInfo>();
  const counted = countedNames(cell);
  for (const statement of cell.statements) {
    const step = checkStatement(statement, flow);
    if (step === undefined) continue;
    const { signature } = step;
    if (signature !== undefined) {
      for (const rule of rules) rule({ step: { ...step, signature }, producers, counted }, flow);
    }
    producers.set(step.name.name, step);
    steps.push(step);
  }
  return steps;
}

/** A step, where the statement is one that calls a module. */
function checkStatement(statement: Statement, flow: Flow): StepInfo | undefined {
  switch (statement.kind) {
    case 'Assign':
      return checkAssign(statement, flow);
    case 'ExpressionStatement':
      if (statement.expression.kind === 'Call') checkCall(statement.expression, flow);
      else infer(statement.expression, flow);
      return undefined;
    case 'ErrorStatement': {
      const name = targetIn(statement, flow.text);
      if (name !== undefined) flow.scope.assume(name);
      return undefined;
    }
  }
}

function checkAssign(statement: Assign, flow: Flow): StepInfo | undefined {
  const { targets, value } = statement;
  const isCall = value.kind === 'Call';
  const errorsBefore = flow.reporter.errors;
  const { signature, type } = isCall ? checkCall(value, flow) : { signature: undefined, type: infer(value, flow) };
  if (!isCall && value.kind !== 'Error' && flow.reporter.errors === errorsBefore) {
    flow.reporter.add(problem('VP211', value, []));
  }
  for (const target of targets) {
    if (target.kind === 'Name') assign(target.name, target, type, flow);
    else for (const name of namesIn(target)) flow.scope.assume(name);
  }
  const [name] = targets;
  if (!isCall || name?.kind !== 'Name') return undefined;
  flow.types.set(value, type);
  flow.types.set(name, type);
  const step = { statement, call: value, name, type };
  return signature === undefined ? step : { ...step, signature };
}

function assign(name: string, span: Span, type: Type, { scope, reporter, modules, lines }: Flow): void {
  if (modules.has(name)) reporter.add(problem('VP209', span, [name]));
  const unread = scope.assign(name, span, type);
  if (unread !== undefined) reporter.add(problem('VP603', unread, [name, lines.positionAt(span.start).line + 1]));
}

function namesIn(target: Expression): string[] {
  if (target.kind === 'Name') return [target.name];
  return target.kind === 'Tuple' || target.kind === 'List' ? target.elements.flatMap(namesIn) : [];
}

function* inputsIn(cell: Cell, text: string) {
  for (const { variable } of bindingsOf(cell)) {
    const written = text.slice(variable.start, variable.end) === variable.text;
    yield written ? { name: variable.text, definition: variable } : { name: variable.text };
  }
}

/** Where each name is first given a value, also by lines that cannot be read. */
function assignedNames({ statements }: Cell, text: string): Map<string, Span> {
  const first = new Map<string, Span>();
  for (const statement of statements) {
    const targets = statement.kind === 'Assign' ? statement.targets.flatMap(namesIn) : [];
    const unreadable = statement.kind === 'ErrorStatement' ? targetIn(statement, text) : undefined;
    for (const name of unreadable === undefined ? targets : [unreadable]) {
      if (!first.has(name)) first.set(name, statement);
    }
  }
  return first;
}

/** The name that a line which is no step seems to assign. */
const targetIn = ({ start, end }: Span, text: string): string | undefined =>
  /^\s*([A-Za-z_]\w*)\s*=/.exec(text.slice(start, Math.min(end, start + 200)))?.[1];

function countedNames({ statements }: Cell): Set<string> {
  const count = bundledModules.get('COUNT')!;
  const names = new Set<string>();
  for (const statement of statements) {
    const call = statement.kind === 'Assign' && statement.value.kind === 'Call' ? statement.value : undefined;
    if (call?.callee.kind !== 'Name' || call.callee.name !== count.name) continue;
    const counted = argumentOf(call, count, 'box');
    if (counted?.kind === 'Name') names.add(counted.name);
  }
  return names;
}

const withUserModules = ({ userModules }: Environment): ReadonlyMap<string, ModuleSignature> =>
  userModules.length === 0
    ? bundledModules
    : new Map([...bundledModules, ...userModules.map(module => [module.name, module] as const)]);
