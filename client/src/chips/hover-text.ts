import type { ObjectJson, Value } from '@vprog/runtime/protocol';
import { learnerOf } from '../distill/learners.ts';
import { markdown } from '../text/markdown.ts';
import { modelName } from '../text/model.ts';
import { cut, shortText, timeText, typeText } from '../text/value.ts';
import type { Chip, ChipState } from './chip.ts';

/** A picture ready to be shown: a data URI and its size in CSS pixels. */
export interface HoverPicture {
  readonly uri: string;
  readonly width: number;
  readonly height: number;
}

/** Rows of the table of objects. */
const ROWS = 8;

const STATES: Readonly<Record<ChipState, string>> = {
  running: 'running',
  done: 'computed in this run',
  cached: 'taken from the cache',
  failed: 'failed',
  stale: 'out of date: the program or its picture has changed since; run the cell again',
};

/**
 * The hover of a step's result, in Markdown with HTML: the picture, and beside it value, scores, model, device, time, state,
 * warnings and links, so that all is seen at a hover's first size. `commandArguments` is handed to every link's command.
 */
export function hoverMarkdown(
  chip: Chip,
  picture: HoverPicture | 'gone' | undefined,
  commandArguments: readonly unknown[],
): string {
  const { step } = chip;
  const parts: string[] = [];
  if (step.error) parts.push(`$(error) **${markdown(step.error.code)}** ${markdown(step.error.message)}`);
  if (step.output) parts.push(`**${markdown(step.name)}** ${valueMarkdown(step.output)}`, table(step.output));
  for (const warning of step.warnings) parts.push(`$(warning) ${markdown(warning)}`);
  if (picture === 'gone') parts.push('*The picture is no longer in memory. Run the cell again to see it.*');
  parts.push(facts(chip), links(chip, picture !== undefined, commandArguments));
  const text = parts.filter(part => part !== '').join('\n\n');
  if (picture === undefined || picture === 'gone') return text;
  const image = `![${markdown(step.name)}](${picture.uri}|width=${picture.width},height=${picture.height})`;
  // The blank lines make the cells' contents Markdown again.
  return `<table><tr><td>\n\n${image}\n\n</td><td>\n\n${text}\n\n</td></tr></table>`;
}

function valueMarkdown(value: Value): string {
  const type = `<span style="color:var(--vscode-descriptionForeground);">${markdown(typeText(value))}</span>`;
  return `${type} ${valueText(value)}`;
}

function valueText(value: Value): string {
  if (value.type === 'str') return code(cut(value.repr, 2000));
  const short = shortText(value);
  return short === cut(value.repr) ? code(cut(value.repr, 2000)) : markdown(short);
}

function table(value: Value): string {
  const items = Array.isArray(value.value) && value.type === 'list' ? (value.value as readonly Value[]) : [value];
  const objects = items.filter(item => item.type === 'object').map(item => item.value as ObjectJson);
  if (objects.length === 0) return '';
  const rows = objects.slice(0, ROWS).map(({ box, category, score, class: name, classScore }, index) => {
    const what = name === undefined ? category : `${name} ${classScore?.toFixed(2) ?? ''} (${category})`;
    return `| ${index} | ${markdown(what)} | ${score.toFixed(2)} | ${box.map(edge => Math.round(edge)).join(', ')} |`;
  });
  if (objects.length > ROWS) rows.push(`| | ${objects.length - ROWS} more | | |`);
  return ['| | what | score | box x1, y1, x2, y2 |', '|--:|:--|--:|:--|', ...rows].join('\n');
}

function facts({ step, state }: Chip): string {
  const model = step.model && `${markdown(modelName(step.model.id))} \`${step.model.sha256.slice(0, 8)}\``;
  const time = `${timeText(step.ms)}${step.modelMs > 0 ? ` (model ${timeText(step.modelMs)})` : ''}`;
  const words = [model, step.provider && markdown(step.provider), state === 'running' ? undefined : time];
  return `${words.filter(word => word !== undefined).join(' · ')}<br>${STATES[state]}`;
}

/** The commands that a hover may call; the Markdown is trusted for these alone. */
export const hoverCommands = [
  'vprog.copyValue',
  'vprog.copyJson',
  'vprog.saveImage',
  'vprog.clearStep',
  'vprog.distill',
] as const;

function links({ step }: Chip, hasPicture: boolean, commandArguments: readonly unknown[]): string {
  const query = encodeURIComponent(JSON.stringify(commandArguments)).replace(/[()']/g, hex);
  const link = (title: string, command: (typeof hoverCommands)[number]) => `[${title}](command:${command}?${query})`;
  const all: string[] = [];
  if (step.output) all.push(link('Copy value', 'vprog.copyValue'), link('Copy as JSON', 'vprog.copyJson'));
  if (hasPicture) all.push(link('Save image…', 'vprog.saveImage'));
  all.push(link('Clear', 'vprog.clearStep'));
  if (learnerOf(step.module)) all.push(link(`Distill ${step.module}…`, 'vprog.distill'));
  return all.join(' · ');
}

const hex = (character: string): string => `%${character.charCodeAt(0).toString(16)}`;

/** Inline code that no backtick inside can end. */
function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `\`${text}\`` : `${fence} ${text} ${fence}`;
}
