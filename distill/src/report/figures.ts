import { type Html, html } from '@vprog/runtime/html';
import type { Change, DistillResult } from '../protocol.ts';
import { count, figure, grouped, signed } from './numbers.ts';

/** What the gate judged by: agreement with the teacher, truth beside it, and what the model knew before. */
export function figuresSections({ metric, truth, retention, teacher }: DistillResult): Html {
  const reach = Math.max(
    0.01,
    ...[metric, ...(truth ? [truth] : []), ...retention].flatMap(({ low, high, before, after }) =>
      [low, high, after - before].filter(Number.isFinite).map(Math.abs),
    ),
  );
  return html`<section>
<h2>Agreement with the teacher</h2>
${changeTable(`${metric.name}, ${scope(metric)}`, [{ change: metric, name: `agreement with ${teacher.id}` }], reach)}
<p class="note">The interval is over ${scope(metric)}: an interval over crops, not over photos. It says how sure the figure is for these photos, and not what other photos would give.</p>
</section>
<section>
<h2>Truth</h2>
${truth === undefined ? noTruth : truthBody(metric, truth, reach)}
</section>
<section>
<h2>What it knew before</h2>
${retention.length === 0 ? html`<p>Nothing was measured beside the target.</p>` : retentionTable(retention, reach)}
</section>`;
}

const noTruth = html`<p>The data has no boxes drawn by hand, so that what the teacher knows cannot be told from what it gets wrong: agreement is all that there is.</p>`;

function truthBody(metric: Change, truth: Change, reach: number): Html {
  return html`${changeTable(`${truth.name}, ${scope(truth)}`, [{ change: truth, name: 'against boxes drawn by hand' }], reach)}
<p class="note">Agreement alone cannot tell a student that learns from one that copies the teacher's mistakes; here it shows.${copied(metric, truth)}</p>`;
}

function copied(metric: Change, truth: Change): Html | undefined {
  if (truth.after >= truth.before || metric.after <= metric.before) return undefined;
  const verdict =
    truth.high < 0
      ? 'the student took over mistakes of its teacher'
      : 'the student may have taken over mistakes of its teacher; the interval is too wide to tell';
  return html` <strong>This figure fell while agreement rose: ${verdict}.</strong>`;
}

interface Row {
  readonly change: Change;
  readonly name: string;
}

function changeTable(caption: string, rows: readonly Row[], reach: number): Html {
  return html`<div class="wide"><table>
<caption>${caption}</caption>
<thead><tr><th scope="col">figure</th><th scope="col" class="number">before</th><th scope="col" class="number">after</th><th scope="col" class="number">change</th><th scope="col">95 % interval of the change</th></tr></thead>
<tbody>${rows.map(({ change, name }) => html`<tr><th scope="row">${name}</th>${changeCells(change, reach)}</tr>`)}</tbody>
</table></div>`;
}

function retentionTable(retention: DistillResult['retention'], reach: number): Html {
  const rows = retention.map(
    row =>
      html`<tr><th scope="row">${row.set}<small>${row.name}, ${scope(row)}</small></th>${changeCells(row, reach)}<td class="rule">${row.rule}</td></tr>`,
  );
  return html`<div class="wide"><table>
<caption>Sets that the training was not for, and the rule by which each was judged</caption>
<thead><tr><th scope="col">set</th><th scope="col" class="number">before</th><th scope="col" class="number">after</th><th scope="col" class="number">change</th><th scope="col">95 % interval of the change</th><th scope="col">rule</th></tr></thead>
<tbody>${rows}</tbody>
</table></div>`;
}

function changeCells(change: Change, reach: number): Html {
  const { before, after } = change;
  const difference = after - before;
  const direction = difference > 0 ? 'up' : difference < 0 ? 'down' : 'same';
  return html`<td class="number">${figure(before)}</td><td class="number after">${figure(after)}</td><td class="number ${direction}">${signed(difference)}</td><td class="interval">${interval(change, reach)}</td>`;
}

const plot = { width: 168, height: 20 };

/** A bar from low to high with a dot at the change, on a scale from -reach to reach that all of the page share. */
function interval({ low, high, before, after }: Change, reach: number): Html {
  const text = `${signed(low)} to ${signed(high)}`;
  const x = (value: number): string => {
    const place = Number.isFinite(value) ? Math.max(-1, Math.min(1, value / reach)) : 0;
    return (plot.width / 2 + place * (plot.width / 2 - 6)).toFixed(1);
  };
  const middle = plot.height / 2;
  return html`<svg class="plot" viewBox="0 0 ${plot.width} ${plot.height}" width="${plot.width}" height="${plot.height}" aria-hidden="true"><line class="zero" x1="${x(0)}" x2="${x(0)}" y1="1" y2="${plot.height - 1}"/><line class="bar" x1="${x(low)}" x2="${x(high)}" y1="${middle}" y2="${middle}"/><circle cx="${x(after - before)}" cy="${middle}" r="4.5"/></svg><span>${text}</span>`;
}

/** `240 held-out crops of 7 photos`. */
const scope = ({ items, photos }: Change): string =>
  `${grouped(items)} held-out ${items === 1 ? 'crop' : 'crops'} of ${count(photos, 'photo')}`;
