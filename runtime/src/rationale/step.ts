import type { ImageJson, ObjectJson, ProblemJson, Step, StepArgument, Trace, Value } from '../protocol.ts';
import { type Html, html, shorten } from './html.ts';
import { figure, type Pictures } from './picture.ts';

/** One step as an equation, with the pictures that went in and came out, its scores, time and model. */
export async function stepSection(step: Step, trace: Trace, pictures: Pictures): Promise<Html> {
  const { index, output, error, warnings } = step;
  const state = error === undefined ? 'done' : 'failed';
  return html`<li class="step ${state}" id="cell-${trace.cell}-step-${index}">
<div class="head">${lineLink(step.range.start.line, trace.file)}${equation(step)}<span class="facts">${facts(step)}</span></div>
${values(step, trace)}
<div class="body">${await pictureRow(step, pictures)}${output === undefined ? undefined : outputBlock(output)}</div>
${warnings.map(warning => html`<p class="warning">${warning}</p>`)}
${error === undefined ? undefined : errorBlock(error)}
</li>
`;
}

/** As the original lays it out; a step that failed before its arguments were known, as it is written. */
function equation({ name, module, args, text, error }: Step): Html {
  if (error !== undefined && args.length === 0) return html`<code class="equation">${shorten(text, 500)}</code>`;
  const list = args.map((argument, at) => html`${at > 0 ? ', ' : ''}<i>${argument.name}</i>=${argumentText(argument)}`);
  return html`<code class="equation"><b class="name">${name}</b> = <b class="module">${module}</b>(${list})</code>`;
}

/** Opens the line in VS Code, where the program is a file. */
export function lineLink(line: number, file: string | undefined): Html {
  const label = `line ${line + 1}`;
  if (file === undefined) return html`<span class="line">${label}</span>`;
  return html`<a class="line" href="vscode://file${pathOfUrl(file)}:${line + 1}">${label}</a>`;
}

/** An absolute path as the path of a URL, on Windows too. */
export const pathOfUrl = (file: string): string =>
  file
    .replaceAll('\\', '/')
    .replace(/^(?=[A-Za-z]:)/, '/')
    .split('/')
    .map(part => encodeURIComponent(part).replaceAll('%3A', ':'))
    .join('/');

export const errorBlock = ({ code, message, exception }: ProblemJson): Html =>
  html`<p class="error"><b>${code}</b> ${exception === undefined ? '' : `${exception}: `}${message}</p>`;

function argumentText({ source, value }: StepArgument): Html {
  const shown = shorten(source.replace(/\s+/g, ' '), 80);
  const scalar = ['str', 'int', 'float', 'bool'].includes(value.type);
  // A variable that holds something short reads best with its value; literals say it themselves.
  if (!scalar || !/^[A-Za-z_]\w*$/.test(source)) return html`${shown}`;
  return html`${shown}<span class="holds"> ${shorten(value.repr, 40)}</span>`;
}

function facts({ cached, ms, modelMs, model, provider }: Step): Html {
  const time = cached ? 'cached' : modelMs > 0 ? `${duration(ms)}, model ${duration(modelMs)}` : duration(ms);
  const used = model === undefined ? '' : ` · ${model.id}${provider === undefined ? '' : ` on ${provider}`}`;
  return html`<span class="${cached ? 'cached' : 'time'}">${time}</span><span title="${model?.sha256}">${used}</span>`;
}

export const duration = (ms: number): string =>
  ms >= 1000 ? `${(ms / 1000).toFixed(1)} s` : ms >= 10 ? `${Math.round(ms)} ms` : `${ms.toFixed(1)} ms`;

/** For an expression over earlier steps: what its names stood for. */
function values({ index, args }: Step, { steps }: Trace): Html | undefined {
  const names = new Set(args.flatMap(({ source }) => [...source.matchAll(/\{\s*(\w+)\s*\}/g)].map(match => match[1]!)));
  const known = [...names].flatMap(name => {
    const value = steps.findLast(step => step.name === name && step.index < index)?.output;
    return value === undefined ? [] : [html`<span><b>${name}</b> = ${shorten(value.repr, 120)}</span>`];
  });
  return known.length === 0 ? undefined : html`<p class="where">where ${known}</p>`;
}

async function pictureRow({ args, picture, output, name }: Step, pictures: Pictures): Promise<Html | undefined> {
  const source = picture?.source;
  const figures: Html[] = [];
  let known = false;
  for (const { name: argument, source: written, value } of args) {
    if (!isImage(value)) continue;
    const same = value.value.id === picture?.image.id;
    known ||= same;
    if (same) continue;
    const cut = source?.image.id === value.value.id ? [{ box: source.box }] : [];
    const size = cut.length > 0 ? 'large' : 'small';
    figures.push(await figure(value.value, cut, size, caption(argument, written), pictures));
  }
  if (picture !== undefined) {
    if (figures.length > 0) figures.push(html`<span class="arrow" aria-hidden="true">→</span>`);
    // What went in and comes out as it was needs no second look.
    const size = known && picture.shapes.length === 0 ? 'small' : 'large';
    const { image, shapes } = picture;
    figures.push(await figure(image, shapes, size, pictureCaption(name, image, output), pictures));
  }
  return figures.length === 0 ? undefined : html`<div class="pictures">${figures}</div>`;
}

const caption = (argument: string, written: string): string =>
  argument === written ? written : `${argument}=${shorten(written, 40)}`;

const pictureCaption = (name: string, { width, height }: ImageJson, output: Value | undefined): string =>
  output?.type === 'image' ? `${name}, ${width} × ${height}` : name;

const isImage = (value: Value): value is Value & { readonly value: ImageJson } => value.type === 'image';

function outputBlock(output: Value): Html | undefined {
  if (isImage(output)) return undefined;
  const objects = objectsOf(output);
  if (objects === undefined) return html`<p class="output">${shorten(output.repr, 2000)}</p>`;
  const rows = objects
    .slice(0, 20)
    .map(
      object =>
        html`<tr><td>${object.class ?? object.category}</td><td class="score"><meter min="0" max="1" value="${object.classScore ?? object.score}"></meter> ${(object.classScore ?? object.score).toFixed(2)}</td><td class="box">${object.box.join(', ')}</td></tr>`,
    );
  const more = objects.length > 20 ? html`<tr><td colspan="3">and ${objects.length - 20} more</td></tr>` : undefined;
  return html`<table class="output"><tbody>${rows}${more}</tbody></table>`;
}

/** The objects of a list that holds nothing else, and something. */
function objectsOf({ type, value }: Value): readonly ObjectJson[] | undefined {
  if (type === 'object') return [value as ObjectJson];
  const items = type === 'list' ? (value as readonly Value[]) : [];
  const only = items.length > 0 && items.every(item => item.type === 'object');
  return only ? items.map(item => item.value as ObjectJson) : undefined;
}
