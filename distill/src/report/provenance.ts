import { type Html, html } from '@vprog/runtime/html';
import type { DistillResult, Stage } from '../protocol.ts';
import { count, duration, grouped } from './numbers.ts';

/** How the result came to be: stages, models, data, seed; enough to make it again. */
export function provenanceSection(result: DistillResult): Html {
  const { student, teacher, sizes, data, seed, job, stages, seconds } = result;
  return html`<section>
<h2>How it was made</h2>
<div class="wide"><table>
<caption>Stages, what each left, and how long it took</caption>
<thead><tr><th scope="col">stage</th><th scope="col">left</th><th scope="col" class="number">time</th></tr></thead>
<tbody>${stages.map(stage => html`<tr><th scope="row">${stage.name}</th><td>${left(stage.name, result)}</td><td class="number">${duration(stage.seconds)}</td></tr>`)}</tbody>
<tfoot><tr><th scope="row">all</th><td></td><td class="number">${duration(seconds)}</td></tr></tfoot>
</table></div>
<div class="wide"><table>
<caption>Models</caption>
<thead><tr><th scope="col">part</th><th scope="col">model</th><th scope="col" class="number">weights</th><th scope="col">SHA-256</th></tr></thead>
<tbody><tr><th scope="row">student</th><td>${student.id}</td><td class="number">${grouped(sizes.student)}</td><td class="hash">${student.sha256}</td></tr>
<tr><th scope="row">teacher</th><td>${teacher.id}</td><td class="number">${grouped(sizes.teacher)}</td><td class="hash">${teacher.sha256}</td></tr></tbody>
</table></div>
<dl>
<div><dt>Data</dt><dd>${data.name}, ${count(data.photos, 'photo')}<br><span class="hash">${data.sha256}</span></dd></div>
${leftOut(result)}
<div><dt>Seed</dt><dd>${seed}</dd></div>
<div><dt>Artefacts</dt><dd class="path">${job}</dd></div>
</dl>
<p class="note">The same seed, data and models give the same weights, unless a budget of time sets the number of epochs.</p>
</section>`;
}

/** Pictures and programs that gave nothing. */
const leftOut = ({ skipped }: DistillResult): Html | undefined =>
  skipped.length === 0 ? undefined : html`<div><dt>Left out</dt><dd>${skipped.map(one => html`${one}<br>`)}</dd></div>`;

function left(stage: Stage, { samples, losses, metric, flipped }: DistillResult): string {
  const updates = losses.at(-1)?.step ?? 0;
  const lefts: Readonly<Record<Stage, string>> = {
    record: `${count(samples.recorded, 'input')} of the module`,
    label: `${count(samples.labelled, 'label')} of the teacher`,
    filter: `${count(samples.used, 'crop')} to train on, ${grouped(samples.heldOut)} held out`,
    train: count(updates, 'update of the weights', 'updates of the weights'),
    gate: `figures over ${count(metric.items, 'held-out crop')}, ${grouped(flipped)} changed`,
  };
  return lefts[stage];
}
