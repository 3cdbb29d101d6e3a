import { type Html, html } from '@vprog/runtime/html';
import type { DistillResult } from '../protocol.ts';
import { lossChart } from './chart.ts';
import { figuresSections } from './figures.ts';
import { flipsSection, type ReadFile } from './flips.ts';
import { figure, grouped, signed } from './numbers.ts';
import { provenanceSection } from './provenance.ts';
import { style } from './style.ts';

/**
 * The report of a distillation: one HTML page, complete in itself and without scripts, verdict first. `read` gives the
 * pictures of the job's folder; where it rejects, the page says so in their place.
 */
export async function renderReport(result: DistillResult, read: ReadFile): Promise<string> {
  const { student, teacher, capability } = result;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="VProg">
<title>${student.id} taught by ${teacher.id}: ${verdictWord(result)}</title>
<style>${{ html: style }}</style>
</head>
<body>
<main>
<header>
<p class="over">Distillation · ${capability}</p>
<h1>${student.id} taught by ${teacher.id}</h1>
</header>
${verdict(result)}
${premise(result)}
${figuresSections(result)}
<section>
<h2>Training</h2>
${lossChart(result.losses)}
</section>
${await flipsSection(result, read)}
${provenanceSection(result)}
</main>
</body>
</html>
`;
  return page.html;
}

const verdictWord = ({ accepted }: DistillResult): string => (accepted ? 'accepted' : 'refused');

function verdict(result: DistillResult): Html {
  const { accepted, reason, version, metric, truth } = result;
  return html`<section class="verdict ${verdictWord(result)}">
<h2><span aria-hidden="true">${accepted ? '✓' : '✗'}</span> ${accepted ? 'Accepted' : 'Refused'}</h2>
<p class="reason">${reason}</p>
<ul class="figures">
<li>${change('agreement with the teacher', metric)}</li>
${truth === undefined ? undefined : html`<li>${change('against boxes drawn by hand', truth)}</li>`}
<li><b>${grouped(result.flipped)}</b> <span>changed answers</span></li>
</ul>
${state(accepted, version)}
</section>`;
}

const change = (name: string, { before, after }: DistillResult['metric']): Html =>
  html`<b>${figure(before)} <span aria-label="to">→</span> ${figure(after)}</b> <span>${name}, ${signed(after - before)}</span>`;

/** Nothing of a candidate: the page stays as it is when it is kept. */
function state(accepted: boolean, version: string | null): Html | undefined {
  if (accepted && version === null) return undefined;
  return html`<p class="state">${version === null ? 'The version from before stays in force.' : `Kept as ${version}.`}</p>`;
}

/** The method is meant for a small teacher of one task; a reader must not take this for its case where it is not. */
function premise({ sizes, student, teacher }: DistillResult): Html | undefined {
  if (sizes.teacher <= sizes.student) return undefined;
  return html`<aside class="remark" aria-label="Remark"><p>The method's premise is a small teacher that knows one task, and a larger, general student. Here the teacher is the larger model: ${teacher.id} has ${grouped(sizes.teacher)} weights, ${student.id} ${grouped(sizes.student)}. What is shown is that the student learns, not the case that the method is for.</p></aside>`;
}
