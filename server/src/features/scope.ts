import {
  type Analysis,
  IMAGE,
  type ModuleSignature,
  type Parameter,
  predefined,
  type StepInfo,
  type Type,
} from '@vprog/language';
import { cellAt } from './lookup.ts';

/** A variable as it is at one place of the program. */
export interface ScopeVariable {
  readonly name: string;
  readonly type: Type;
  /** The step that gave it its value; absent for inputs. */
  readonly step?: StepInfo;
}

/**
 * The variables that have a value before the step at `offset`, the likeliest last: predefined inputs that the cell does
 * not mention, its inputs, then the steps in their order. `inCall`: the cursor is in the brackets of a call.
 */
export function scopeAt(analysis: Analysis, offset: number, inCall: boolean): readonly ScopeVariable[] {
  const cell = cellAt(analysis, offset);
  if (cell === undefined) return [];
  const current = cell.cell.statements.findLast(({ start }) => start <= offset);
  // A call that is not closed yet may end before the cursor; the step that it belongs to has no value there all the same.
  const within = current !== undefined && (inCall || !/[\r\n]/.test(analysis.parsed.text.slice(current.end, offset)));
  const limit = within ? current.start : offset;
  const mentioned = new Set(cell.variables.map(({ name }) => name));
  const unmentioned = predefined.filter(name => !mentioned.has(name)).reverse();
  const scope = new Map<string, ScopeVariable>(unmentioned.map(name => [name, { name, type: IMAGE }]));
  for (const { kind, name } of cell.variables) if (kind === 'input') scope.set(name, { name, type: IMAGE });
  for (const step of cell.steps) {
    if (step.statement.start >= limit) break;
    scope.delete(step.name.name);
    scope.set(step.name.name, { name: step.name.name, type: step.type, step });
  }
  return [...scope.values()];
}

/** How well a value of type `from` fits where `to` is wanted: 0 is best; undefined where it does not. */
export function fit(from: Type, to: Type): number | undefined {
  if (to.kind === 'union') return best(to.members.map((member, index) => plus(fit(from, member), index)));
  if (to.kind === 'Any' || to.kind === 'variable') return 8;
  if (from.kind === 'Any') return 9;
  if (from.kind === 'union') {
    const each = from.members.map(member => fit(member, to));
    return each.includes(undefined) ? undefined : Math.max(...each.map(value => value ?? 0));
  }
  if (from.kind === 'list' && to.kind === 'list') return fit(from.element, to.element);
  if (from.kind === 'set' && to.kind === 'set') return fit(from.element, to.element);
  if (from.kind === 'dict' && to.kind === 'dict') return fit(from.value, to.value);
  if (from.kind === to.kind) return 0;
  return widened[from.kind] === to.kind ? 1 : undefined;
}

const widened: Readonly<Partial<Record<Type['kind'], Type['kind']>>> = { Answer: 'str', int: 'float', bool: 'int' };

const plus = (value: number | undefined, more: number): number | undefined =>
  value === undefined ? undefined : value + more;

function best(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter(value => value !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

/** The variables that fit `wanted`, the best first, and among equals the newest. */
export function fitting(scope: readonly ScopeVariable[], wanted: Type): readonly ScopeVariable[] {
  return scope
    .map((variable, order) => ({ variable, order, rank: fit(variable.type, wanted) }))
    .filter(({ rank }) => rank !== undefined)
    .sort((a, b) => a.rank! - b.rank! || b.order - a.order)
    .map(({ variable }) => variable);
}

/** What expressions are mostly about: numbers, texts and truth values, not pictures and what is in them. */
export const isComputedWith = ({ kind }: Type): boolean => kind !== 'Image' && kind !== 'list' && kind !== 'Object';

/** Of several types that a parameter takes, the usual one. */
export const usualType = ({ type }: Parameter): Type => (type.kind === 'union' ? (type.members[0] ?? type) : type);

/** Written out in the step as a rule, and not taken from a variable: an expression, a text, a number. */
export const isLiteral = (parameter: Parameter): boolean =>
  parameter.expression === true || ['str', 'int', 'float', 'bool'].includes(usualType(parameter).kind);

/**
 * The variable that each required argument would take; undefined for one that is written out or that nothing fits.
 * Where boxes are taken too, the picture is the one in which they were found.
 */
export function feed(
  { parameters }: ModuleSignature,
  scope: readonly ScopeVariable[],
): ReadonlyMap<Parameter, ScopeVariable | undefined> {
  const fed = new Map<Parameter, ScopeVariable | undefined>();
  for (const parameter of parameters) {
    if (parameter.default !== undefined) continue;
    // What a step made is returned or computed with, not an input as it came.
    const from = parameter.type.kind === 'variable' ? scope.filter(({ step }) => step !== undefined) : scope;
    fed.set(parameter, isLiteral(parameter) ? undefined : fitting(from, parameter.type)[0]);
  }
  const image = parameters.find(({ type }) => type.kind === 'Image');
  const found = [...fed].find(([parameter, variable]) => parameter !== image && variable !== undefined)?.[1];
  const source = found?.step && imageOf(found.step);
  const origin = scope.find(({ name }) => name === source);
  if (image !== undefined && origin !== undefined && fed.has(image)) fed.set(image, origin);
  return fed;
}

/** The variable given as a step's picture. */
function imageOf({ call, signature }: StepInfo): string | undefined {
  const name = signature?.parameters.find(({ type }) => type.kind === 'Image')?.name;
  const value = call.args.find(argument => argument.name?.name === name)?.value;
  return value?.kind === 'Name' ? value.name : undefined;
}
