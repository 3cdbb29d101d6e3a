import {
  adviceWithout,
  type Capability,
  describeModel,
  type Environment,
  type ModuleSignature,
  type Parameter,
  typeName,
} from '@vprog/language';

/** `LOC(image: Image, object: str) -> list[Object]` */
export function signatureText({ name, parameters, returns }: ModuleSignature): string {
  // The type of an expression's value is not that of the text that holds it.
  const computed = parameters.some(({ expression }) => expression);
  return `${name}(${parameters.map(parameterText).join(', ')}) -> ${computed ? 'Any' : typeName(returns)}`;
}

/** `(image, category=None) -> list[Object]`: short enough for one line of a list. */
export function shortSignature({ parameters, returns }: ModuleSignature): string {
  const names = parameters.map(({ name, default: value }) => (value === undefined ? name : `${name}=${value}`));
  // A result of the argument's type says nothing before there is an argument.
  return `(${names.join(', ')})${returns.kind === 'variable' ? '' : ` -> ${typeName(returns)}`}`;
}

/** `category: str | None = None` */
export const parameterText = ({ name, type, expression, default: value }: Parameter): string =>
  `${name}: ${expression ? 'str' : typeName(type)}${value === undefined ? '' : ` = ${value}`}`;

/** All about a module in Markdown: signature, what it does, an example, and the model that answers. */
export function moduleDocumentation(signature: ModuleSignature, environment: Environment): string {
  const { doc, example, capability } = signature;
  const model = capability === undefined ? undefined : environment.models[capability];
  return [
    code(signatureText(signature)),
    doc,
    '**Example**',
    code(example),
    ...(model === undefined ? [] : [`---\n${describeModel(model)}`]),
    ...(capability !== undefined && model === undefined ? [`---\n${withoutModel(signature, capability)}`] : []),
  ].join('\n\n');
}

const withoutModel = ({ name, modelOptional }: ModuleSignature, capability: Capability): string =>
  modelOptional === true
    ? `No model is bound to \`${capability}\`; ${name} does without as far as it can.`
    : `**${name} cannot run: no model is bound to \`${capability}\`.** ${adviceWithout(capability)}`;

/** A fenced block of VProg, for Markdown. */
export const code = (text: string): string => `\`\`\`vprog\n${text}\n\`\`\``;

/** The part of a module's documentation that can stand alone. */
export const firstSentence = (doc: string): string => doc.split('\n\n')[0] ?? '';
