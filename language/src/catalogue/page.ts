import { typeName } from '../types.ts';
import { modules } from './index.ts';
import type { ModuleSignature, Parameter } from './signature.ts';

/** The manual's page on the modules, in Markdown. */
export function modulesPage(): string {
  const all = [...modules.values()];
  const index = all.map(({ name, doc }) => `| [${name}](#${name.toLowerCase()}) | ${firstSentence(doc)} |`);
  return [
    '# Modules',
    '',
    'A step calls one module: `NAME = MODULE(argument=value, ...)`. Arguments may also be given in the order shown, without their names.',
    '',
    '| module | what it does |',
    '|---|---|',
    ...index,
    ...all.flatMap(section),
    '',
  ].join('\n');
}

const firstSentence = (doc: string): string => doc.split('\n', 1)[0]!.split(/(?<=\.) /, 1)[0]!;

function section({ name, parameters, returns, doc, example, capability, modelOptional }: ModuleSignature): string[] {
  const model =
    capability === undefined
      ? []
      : ['', `${modelOptional === true ? 'May ask' : 'Asks'} the model that is bound to \`${capability}\`.`];
  return [
    '',
    `## ${name}`,
    '',
    `\`${signatureText(name, parameters)} -> ${typeName(returns)}\``,
    '',
    doc,
    '',
    ...parameters.map(parameter => `- \`${parameter.name}\`: ${parameter.doc}`),
    ...model,
    '',
    '```vprog',
    example,
    '```',
  ];
}

function signatureText(name: string, parameters: readonly Parameter[]): string {
  const list = parameters.map(parameter => {
    const otherwise = parameter.default === undefined ? '' : ` = ${parameter.default}`;
    return `${parameter.name}: ${typeName(parameter.type)}${otherwise}`;
  });
  return `${name}(${list.join(', ')})`;
}
