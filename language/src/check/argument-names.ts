import type { Argument, Call, Name } from '../ast.ts';
import type { ModuleSignature, Parameter } from '../catalogue/signature.ts';
import { similar } from '../distance.ts';
import type { Edit, Fix } from '../problem.ts';
import { problem } from '../problems.ts';
import { assignable, isText } from './assignable.ts';
import type { Flow } from './flow.ts';
import { findAdvice, wantedName, wantsObjects } from './wanted.ts';

/** What people call the parameters of modules. */
const meanings: Readonly<Record<string, readonly string[]>> = {
  image: ['img', 'picture', 'photo', 'input', 'frame', 'scene'],
  box: ['boxes', 'bbox', 'bboxes', 'bounding_box', 'region', 'object', 'objects', 'obj', 'loc', 'location', 'var'],
  object: ['obj', 'objects', 'box', 'boxes', 'target', 'name', 'category', 'class', 'phrase', 'label', 'query', 'text'],
  question: ['query', 'q', 'prompt', 'text', 'ask'],
  expr: ['expression', 'exp', 'condition', 'code', 'formula', 'statement', 'value', 'var'],
  var: ['value', 'variable', 'name', 'result', 'answer', 'output', 'expr', 'input'],
  query: ['question', 'text', 'name', 'prompt', 'category', 'label'],
  prompt: ['text', 'query', 'description', 'replacement'],
  categories: ['category', 'classes', 'labels', 'options', 'names', 'list'],
  emoji: ['name', 'smiley', 'icon'],
  max: ['maximum', 'limit', 'count', 'n', 'number'],
};

/**
 * Reports an argument that the module does not have. Where it is plainly a missing one under another name, that one is
 * returned: it needs no report of its own, and this is an error.
 */
export function unknownArgument(
  argument: Argument,
  remove: Removal,
  { name: module, parameters }: ModuleSignature,
  missing: readonly Parameter[],
  { reporter, types }: Flow,
): Parameter | undefined {
  const name = argument.name!;
  const meant = (parameter: Parameter): boolean =>
    parameter.name === name.name.toLowerCase() || meanings[parameter.name]?.includes(name.name.toLowerCase()) === true;
  const near =
    reporter.suggest(() =>
      similar(
        name.name,
        missing.map(parameter => parameter.name),
      ),
    ) ?? [];
  const type = types.get(argument.value);
  const isPhrase = argument.value.kind === 'String';
  const fits = (parameter: Parameter): boolean =>
    type === undefined || (assignable(type, parameter.type) && !(isPhrase && wantsObjects(parameter.type)));
  const parameter = missing.find(other => (near.includes(other.name) || meant(other)) && fits(other));
  const removeFix: Fix = { title: `Remove \`${name.name}\``, edits: [remove(argument)] };
  if (parameter === undefined) {
    const known = listed(parameters.map(other => `\`${other.name}\``));
    reporter.add(
      problem('VP202', name, [module, name.name, ` and ignores it; it takes ${known}.`], { fixes: [removeFix] }),
    );
    return undefined;
  }
  const rename: Fix = {
    title: `Rename to \`${parameter.name}\``,
    edits: [{ span: name, newText: parameter.name }],
  };
  const args = [module, name.name, `. Did you mean \`${parameter.name}\`?`] as const;
  reporter.add(problem('VP202', name, [...args], { severity: 'error', fixes: [rename, removeFix] }));
  return parameter;
}

/** Reports each argument that must be given, with a fix that adds all of them. */
export function missingArguments(
  callee: Name,
  call: Call,
  { name: module }: ModuleSignature,
  missing: readonly Parameter[],
  flow: Flow,
): void {
  if (missing.length === 0) return;
  const at = call.argsSpan.end - 1;
  const last = call.args.at(-1);
  const list = missing.map(parameter => `${parameter.name}=${guess(parameter, flow)}`).join(', ');
  const newText = last === undefined ? list : `, ${list}`;
  const span = last === undefined ? { start: at, end: at } : { start: last.end, end: last.end };
  const names = listed(missing.map(({ name }) => `\`${name}\``));
  const fixes: Fix[] = [{ title: `Add ${names}`, edits: [{ span, newText }] }];
  for (const { name, type } of missing) {
    const advice = wantsObjects(type) ? findAdvice : undefined;
    flow.reporter.add(problem('VP203', callee, [module, name, wantedName(type), advice], { fixes }));
  }
}

/** The variable that fits and was assigned last, or something to write over. */
function guess(parameter: Parameter, { scope }: Flow): string {
  if (parameter.expression === true || isText(parameter.type)) return "''";
  const fitting = [...scope.variables()]
    .reverse()
    .find(({ type }) => type.kind !== 'Any' && assignable(type, parameter.type));
  return fitting?.name ?? (parameter.type.kind === 'Image' ? 'IMAGE' : 'None');
}

export type Removal = (argument: Argument) => Edit;

/** Takes an argument of a call away, with a comma beside it. */
export function removalFrom({ args }: Call): Removal {
  let places: ReadonlyMap<Argument, number> | undefined;
  return argument => {
    places ??= new Map(args.map((other, index) => [other, index]));
    const index = places.get(argument)!;
    const next = args[index + 1];
    const { start, end } = argument;
    if (next !== undefined) return { span: { start, end: next.start }, newText: '' };
    return { span: { start: args[index - 1]?.end ?? start, end }, newText: '' };
  };
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
