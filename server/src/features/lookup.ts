import {
  type Analysis,
  type Argument,
  type Call,
  type CellAnalysis,
  type Environment,
  environmentFor,
  type InputBinding,
  type ModuleSignature,
  modules,
  type Node,
  nodeAt,
  type Parameter,
  type Span,
  type StepInfo,
  touches,
  type Variable,
} from '@vprog/language';

/** Questions about one place that several features ask. Offsets count from the start of the file. */

/** The cell that holds `offset`; between two cells, the earlier. */
export const cellAt = (analysis: Analysis, offset: number): CellAnalysis | undefined =>
  analysis.cells.findLast(({ cell }) => cell.start <= offset) ?? analysis.cells[0];

/** The variable whose name stands at `offset`, where it is defined or used, also inside an EVAL string. */
export function variableAt(analysis: Analysis, offset: number): { variable: Variable; span: Span } | undefined {
  for (const variable of cellAt(analysis, offset)?.variables ?? []) {
    if (variable.name === '') continue; // `{}` in an expression that is being typed.
    const span = spansOf(variable).find(each => touches(each, offset));
    if (span !== undefined) return { variable, span };
  }
  return undefined;
}

/** Every place where the variable's name stands, in the order of the text. */
export const spansOf = (variable: Variable): readonly Span[] =>
  [...variable.definitions, ...variable.references].sort((a, b) => a.start - b.start);

/** The step whose statement holds `offset`. */
export const stepAt = (analysis: Analysis, offset: number): StepInfo | undefined =>
  cellAt(analysis, offset)?.steps.find(({ statement }) => touches(statement, offset));

/** The module of that name, of VProg's own or the user's. */
export const moduleNamed = (environment: Environment, name: string): ModuleSignature | undefined =>
  environment.userModules.find(each => each.name === name) ?? modules.get(name);

export const allModules = (environment: Environment): readonly ModuleSignature[] => [
  ...environment.userModules,
  ...[...modules.values()].filter(({ name }) => !environment.userModules.some(each => each.name === name)),
];

/** The innermost call whose brackets hold `offset`. */
export const callAt = (analysis: Analysis, offset: number): Call | undefined =>
  nodeAt(analysis.parsed.file, offset).findLast(
    (node: Node): node is Call => node.kind === 'Call' && node.argsSpan.start < offset && offset <= node.argsSpan.end,
  );

/** The parameter that an argument fills: by its name, else by its place. */
export const parameterOf = (signature: ModuleSignature, call: Call, argument: Argument): Parameter | undefined =>
  argument.name === undefined
    ? signature.parameters[call.args.indexOf(argument)]
    : signature.parameters.find(({ name }) => name === argument.name?.name);

/** The environment of the cell at `offset`, with the profile that the cell names. */
export const environmentAt = (environment: Environment, analysis: Analysis, offset: number): Environment =>
  environmentFor(
    environment,
    cellAt(analysis, offset)?.cell.directives.find(each => each.kind === 'Profile')?.profile.text,
  );

/** What the directives of the cell at `offset` bind an input to. */
export function bindingOf(analysis: Analysis, name: string, offset: number): InputBinding | undefined {
  for (const directive of cellAt(analysis, offset)?.cell.directives ?? [])
    if (directive.kind === 'Input' && directive.input.variable.text === name && directive.input.path.text !== '')
      return directive.input;
  return undefined;
}
