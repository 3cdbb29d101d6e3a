import type { ExpectationResult, Trace } from '../protocol.ts';
import { type Html, html, shorten } from './html.ts';
import { figure, type Pictures } from './picture.ts';
import { duration, errorBlock, lineLink, pathOfUrl, stepSection } from './step.ts';
import { style } from './style.ts';

export type { Pictures } from './picture.ts';

/**
 * The visual rationale: one HTML page, complete in itself and without scripts, that shows how each trace came to its
 * answer. `pictures` gives the pixels of the traces' images as JPEG; where it rejects, the page says so in their place.
 */
export async function renderRationale(traces: readonly Trace[], pictures: Pictures): Promise<string> {
  const sections: Html[] = [];
  for (const trace of traces) sections.push(await cellSection(trace, pictures));
  const title = traces.map(heading).find(text => text !== '') ?? 'Visual program';
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="VProg">
<title>${title}</title>
<style>${{ html: style }}</style>
</head>
<body>
<main>
${sections}</main>
</body>
</html>
`;
  return page.html;
}

const heading = ({ question, file }: Trace): string => question ?? file?.split(/[\\/]/).at(-1) ?? '';

async function cellSection(trace: Trace, pictures: Pictures): Promise<Html> {
  const { file, cell, steps, expectations, error } = trace;
  const rows: Html[] = [];
  for (const step of steps) rows.push(await stepSection(step, trace, pictures));
  // An error that no step and no expectation shows, such as a picture that is missing.
  const own = error !== undefined && !steps.some(step => step.error) && error.code !== 'VP790' ? error : undefined;
  return html`<section class="cell" id="cell-${cell}">
<header>
<h1>${heading(trace) || 'Visual program'}</h1>
${await answer(trace, pictures)}
<p class="facts">${file === undefined ? undefined : html`<a href="file://${pathOfUrl(file)}">${file}</a> · `}${summary(trace)}</p>
</header>
${own === undefined ? undefined : html`<div class="failed">${lineLink(own.range.start.line, file)}${errorBlock(own)}</div>`}
<ol class="steps">
${rows}</ol>
${expectations.length === 0 ? undefined : html`<ul class="expectations">${expectations.map(expectation => expectationItem(expectation, file))}</ul>`}
</section>
`;
}

async function answer({ result, ok, cancelled }: Trace, pictures: Pictures): Promise<Html> {
  if (result === undefined) {
    return html`<p class="answer failed">${cancelled ? 'Cancelled before the answer' : 'No answer'}</p>`;
  }
  if (result.type === 'image') {
    const image = result.value as Parameters<typeof figure>[0];
    return figure(image, [], 'large', 'the answer', pictures);
  }
  const text = result.type === 'str' ? String(result.value) : result.repr;
  return html`<p class="answer${ok ? '' : ' doubtful'}">${shorten(text, 500)}</p>`;
}

function summary({ device, inputs, totals }: Trace): string {
  const parts = [
    `${totals.steps} ${totals.steps === 1 ? 'step' : 'steps'} in ${duration(totals.ms)}`,
    ...(totals.modelMs > 0 ? [`models ${duration(totals.modelMs)}`] : []),
    ...(totals.cached > 0 ? [`${totals.cached} cached`] : []),
    ...(device === undefined ? [] : [`device ${device}`]),
    ...inputs.map(({ name, path, width, height }) => `${name} ${path.split(/[\\/]/).at(-1)} ${width} × ${height}`),
  ];
  return parts.join(' · ');
}

const expectationItem = ({ ok, expected, got, range }: ExpectationResult, file: string | undefined): Html =>
  html`<li class="${ok ? 'met' : 'missed'}">${lineLink(range.start.line, file)}${ok ? 'as expected' : 'expected'}: <code>${expected}</code>${ok ? undefined : html`, got <code>${shorten(got, 500)}</code>`}</li>`;
