import type { Argument, Call, Name } from '../ast.ts';
import type { ModuleSignature, Parameter } from '../catalogue/signature.ts';
import { problem } from '../problems.ts';
import { ANY, type Type } from '../types.ts';
import { checkArgument } from './argument.ts';
import { missingArguments, type Removal, removalFrom, unknownArgument } from './argument-names.ts';
import { type Flow, sourceOf } from './flow.ts';
import { infer } from './infer.ts';
import { unknownModule } from './module-names.ts';

export interface CheckedCall {
  /** Absent where there is no such module. */
  readonly signature?: ModuleSignature;
  readonly type: Type;
}

/** Checks the call of a step: module, argument names, argument types. */
export function checkCall(call: Call, flow: Flow): CheckedCall {
  const { callee } = call;
  if (callee.kind !== 'Name') {
    if (callee.kind !== 'Error') flow.reporter.add(problem('VP211', callee, []));
    if (callee.kind === 'Attribute') infer(callee.object, flow);
    else infer(callee, flow);
    return inferAll(call, flow);
  }
  const signature = flow.modules.get(callee.name);
  if (signature === undefined) {
    flow.reporter.add(unknownModule(callee, flow));
    return inferAll(call, flow);
  }
  return { signature, type: checkArguments(call, callee, signature, flow) };
}

function inferAll(call: Call, flow: Flow): CheckedCall {
  for (const { value } of call.args) infer(value, flow);
  return { type: ANY };
}

function checkArguments(call: Call, callee: Name, signature: ModuleSignature, flow: Flow): Type {
  const remove = removalFrom(call);
  const { given, extra } = match(call, signature, remove, flow);
  const types = new Map<Parameter, Type>();
  for (const [parameter, { value }] of given) types.set(parameter, checkArgument(parameter, value, signature, flow));
  for (const { value } of extra) infer(value, flow);
  const missing = signature.parameters.filter(({ name, default: otherwise }) => {
    return otherwise === undefined && ![...given.keys()].some(parameter => parameter.name === name);
  });
  const replaced = new Set<Parameter>();
  for (const argument of extra) {
    const parameter = unknownArgument(argument, remove, signature, missing, flow);
    if (parameter !== undefined) replaced.add(parameter);
  }
  if (!isBroken(call, flow)) {
    missingArguments(
      callee,
      call,
      signature,
      missing.filter(parameter => !replaced.has(parameter)),
      flow,
    );
  }
  return returned(signature, types);
}

/** Which argument is for which parameter; `extra` are those whose name is none of the module's. */
function match({ args }: Call, { name, parameters }: ModuleSignature, remove: Removal, flow: Flow) {
  const given = new Map<Parameter, Argument>();
  const extra: Argument[] = [];
  const surplus: Argument[] = [];
  let positional = 0;
  let named = false;
  for (const [index, argument] of args.entries()) {
    if (argument.name === undefined) {
      const parameter = parameters[named ? index : positional];
      positional += 1;
      if (named) flow.reporter.add(problem('VP309', argument, []));
      if (parameter !== undefined && !given.has(parameter)) given.set(parameter, argument);
      else {
        infer(argument.value, flow);
        if (!named && argument.value.kind !== 'Error') surplus.push(argument);
      }
      continue;
    }
    named = true;
    const wanted = argument.name.name;
    const parameter = parameters.find(other => other.name === wanted);
    if (parameter === undefined) extra.push(argument);
    else {
      const earlier = given.get(parameter);
      if (earlier !== undefined) {
        infer(earlier.value, flow);
        const fixes = [{ title: `Remove the first \`${wanted}\``, edits: [remove(earlier)] }];
        flow.reporter.add(problem('VP204', argument.name, [name, wanted], { fixes }));
      }
      given.set(parameter, argument);
    }
  }
  for (const argument of surplus) {
    const shown = sourceOf(flow, argument).slice(0, 40);
    const fixes = [{ title: `Remove \`${shown}\``, edits: [remove(argument)] }];
    flow.reporter.add(problem('VP302', argument, [name, parameters.length, positional], { fixes }));
  }
  return { given, extra };
}

/** The parser has reported what is wrong with the brackets or an argument: what else seems to be missing follows from it. */
const isBroken = ({ argsSpan, args }: Call, { text }: Flow): boolean =>
  text[argsSpan.end - 1] !== ')' || args.some(({ name, value }) => name === undefined && value.kind === 'Error');

/** The return type, where a variable stands for the type of the argument that has it. */
function returned({ returns }: ModuleSignature, types: ReadonlyMap<Parameter, Type>): Type {
  if (returns.kind !== 'variable') return returns;
  for (const [{ type }, given] of types) {
    if (type.kind === 'variable' && type.name === returns.name) return given;
  }
  return ANY;
}
