import type { Environment, ModuleSignature, Parameter, Span } from '@vprog/language';
import { allModules } from '../lookup.ts';
import { moduleDocumentation, shortSignature } from '../module-text.ts';
import { feed, isComputedWith, isLiteral, type ScopeVariable, usualType } from '../scope.ts';
import type { Completion } from './completion.ts';

/** Where a module is written: a whole line, after `NAME =`, or its bare name before brackets that are there already. */
export type ModulePlace = 'line' | 'value' | 'name';

/** Modules, those first that the newest results can feed. */
export function moduleCompletions(
  environment: Environment,
  scope: readonly ScopeVariable[],
  span: Span,
  place: ModulePlace,
): readonly Completion[] {
  return allModules(environment).map((signature, order) => {
    const fed = feed(signature, scope);
    const call = callSnippet(signature, fed, place === 'line' ? 2 : 1);
    const insert = {
      line: () => `\${1:${outputName(signature, scope)}} = ${call}`,
      value: () => call,
      name: () => signature.name,
    }[place]();
    const bound = isBound(signature, environment);
    return {
      label: signature.name,
      kind: 'module',
      detail: shortSignature(signature) + (bound ? '' : ' (no model bound)'),
      documentation: moduleDocumentation(signature, environment),
      insert,
      ...(place === 'name' ? {} : { snippet: true as const }),
      span,
      sortKey: `${rank(signature, fed, scope)}${bound ? 0 : 1}${String(order).padStart(3, '0')}`,
    };
  });
}

/** 0: takes the newest result; 1: all it needs is there; 2: something is missing. */
function rank(
  { parameters }: ModuleSignature,
  fed: ReadonlyMap<Parameter, ScopeVariable | undefined>,
  scope: readonly ScopeVariable[],
): 0 | 1 | 2 {
  const newest = scope.at(-1);
  const expression = parameters.some(each => each.expression);
  if (expression) return newest?.step === undefined ? 2 : isComputedWith(newest.type) ? 0 : 1;
  if ([...fed].some(([parameter, variable]) => variable === undefined && !isLiteral(parameter))) return 2;
  return [...fed.values()].some(variable => variable !== undefined && variable === newest) ? 0 : 1;
}

const isBound = ({ capability, modelOptional }: ModuleSignature, { models }: Environment): boolean =>
  capability === undefined || modelOptional === true || models[capability] !== undefined;

/** `LOC(image=${1:IMAGE}, object='$2')`, with a place to stop at each required argument. */
export function callSnippet(
  { name }: ModuleSignature,
  fed: ReadonlyMap<Parameter, ScopeVariable | undefined>,
  firstStop: number,
): string {
  const args = [...fed].map(([parameter, variable], index) => {
    const stop = firstStop + index;
    if (variable !== undefined) return `${parameter.name}=\${${stop}:${variable.name}}`;
    return `${parameter.name}=${emptyValue(parameter, stop)}`;
  });
  return `${name}(${args.join(', ')})`;
}

/** What is inserted for an argument that is written out. */
export function emptyValue(parameter: Parameter, stop: number): string {
  const type = usualType(parameter);
  if (parameter.default !== undefined) return `\${${stop}:${parameter.default}}`;
  if (parameter.expression || type.kind === 'str') return `'$${stop}'`;
  return type.kind === 'list' && type.element.kind === 'str' ? `['$${stop}']` : `$${stop}`;
}

/** The name that the module's example gives its result, with the first number that is free. */
function outputName({ example }: ModuleSignature, scope: readonly ScopeVariable[]): string {
  const [, stem = 'RESULT', number] = /^\s*([\p{L}_]*?)(\d*)\s*=/u.exec(example) ?? [];
  const taken = new Set(scope.map(({ name }) => name));
  if (number === '' && !taken.has(stem)) return stem;
  let free = 0;
  while (taken.has(`${stem}${free}`)) free += 1;
  return `${stem}${free}`;
}
