import { type Html, html } from '@vprog/runtime/html';
import type { LossPoint } from '../protocol.ts';
import { figure, grouped, logTicks, niceTicks } from './numbers.ts';

/** CSS pixels; the margins hold the ticks, the axes' names and the names of the curves. */
const size = { width: 760, height: 300, left: 58, right: 118, top: 12, bottom: 46 };
const inner = { width: size.width - size.left - size.right, height: size.height - size.top - size.bottom };

/** More points than can be told apart become means of neighbours. */
const mostPoints = 150;

interface Point {
  readonly step: number;
  readonly value: number;
}

interface Curve {
  readonly name: string;
  readonly points: readonly Point[];
}

/** The loss and its parts over the updates of the weights; on a logarithmic scale where that shows more. */
export function lossChart(losses: readonly LossPoint[]): Html {
  const curves = curvesOf(losses);
  const values = curves.flatMap(({ points }) => points.map(({ value }) => value));
  if (values.length === 0) return html`<p>Nothing was trained, so there is no curve.</p>`;
  const scale = scaleOf(values);
  const [first, last] = [curves[0]!.points[0], curves[0]!.points.at(-1)];
  const from = Math.min(...curves.flatMap(({ points }) => points.slice(0, 1).map(({ step }) => step)));
  const to = Math.max(from + 1, ...curves.flatMap(({ points }) => points.slice(-1).map(({ step }) => step)));
  const x = (step: number) => size.left + ((step - from) / (to - from)) * inner.width;
  const bin = Math.ceil(losses.length / mostPoints);
  const told =
    first === undefined || last === undefined
      ? ''
      : `The loss goes from ${figure(first.value)} at update ${grouped(first.step)} to ${figure(last.value)} at update ${grouped(last.step)}. `;
  return html`<figure class="chart"><svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-labelledby="loss-title loss-description">
<title id="loss-title">Loss while training</title>
<desc id="loss-description">${told}Curves: ${curves.map(({ name }) => name).join(', ')}.</desc>
${scale.ticks.map(tick => html`<line class="grid" x1="${size.left}" x2="${size.left + inner.width}" y1="${at(scale.y(tick))}" y2="${at(scale.y(tick))}"/><text x="${size.left - 8}" y="${at(scale.y(tick))}" dy="4" text-anchor="end">${String(tick)}</text>`)}
${niceTicks(from, to, 6)
  .filter(Number.isInteger)
  .map(
    tick =>
      html`<line class="tick" x1="${at(x(tick))}" x2="${at(x(tick))}" y1="${size.top + inner.height}" y2="${size.top + inner.height + 5}"/><text x="${at(x(tick))}" y="${size.top + inner.height + 19}" text-anchor="middle">${grouped(tick)}</text>`,
  )}
<line class="axis" x1="${size.left}" x2="${size.left + inner.width}" y1="${size.top + inner.height}" y2="${size.top + inner.height}"/>
<text class="name" x="${size.left + inner.width / 2}" y="${size.height - 6}" text-anchor="middle">updates of the weights</text>
<text class="name" transform="translate(14 ${size.top + inner.height / 2}) rotate(-90)" text-anchor="middle">${scale.log ? 'loss (logarithmic scale)' : 'loss'}</text>
${curves.map(({ points }, index) => html`<polyline class="curve curve-${index % 5}" points="${points.map(({ step, value }) => `${at(x(step))},${at(scale.y(value))}`).join(' ')}"/>`)}
${curveNames(curves, scale.y)}
</svg><figcaption>${bin > 1 ? `Each point is the mean of ${bin} neighbours.` : 'Each point is one measurement.'} ${told}</figcaption></figure>`;
}

const at = (position: number): string => position.toFixed(1);

/** The total first, then its parts as they come; what is not finite is left out. */
function curvesOf(losses: readonly LossPoint[]): readonly Curve[] {
  const names = [...new Set(losses.flatMap(({ parts }) => Object.keys(parts)))];
  const curve = (name: string, part: (point: LossPoint) => number | undefined): Curve => {
    const points = losses.flatMap(point => {
      const value = part(point);
      return value === undefined || !Number.isFinite(value) ? [] : [{ step: point.step, value }];
    });
    return { name, points: thinned(points) };
  };
  const total = curve('total', ({ loss }) => loss);
  // One part alone is the total again.
  const parts = names.length < 2 ? [] : names.map(name => curve(name, point => point.parts[name]));
  return [total, ...parts].filter(({ points }) => points.length > 0);
}

function thinned(points: readonly Point[]): readonly Point[] {
  const bin = Math.ceil(points.length / mostPoints);
  if (bin <= 1) return points;
  return Array.from({ length: Math.ceil(points.length / bin) }, (_, index) => {
    const few = points.slice(index * bin, (index + 1) * bin);
    const mean = (of: (point: Point) => number) => few.reduce((sum, point) => sum + of(point), 0) / few.length;
    return { step: mean(({ step }) => step), value: mean(({ value }) => value) };
  });
}

interface Scale {
  readonly log: boolean;
  readonly ticks: readonly number[];
  /** A value's place, in pixels from the top. */
  readonly y: (value: number) => number;
}

function scaleOf(values: readonly number[]): Scale {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const bottom = size.top + inner.height;
  if (least > 0 && most / least >= 20) {
    const y = (value: number) => bottom - (Math.log(value / least) / Math.log(most / least)) * inner.height;
    return { log: true, ticks: logTicks(least, most), y };
  }
  const low = Math.min(0, least);
  const high = most > low ? most : low + 1;
  const y = (value: number) => bottom - ((value - low) / (high - low)) * inner.height;
  return { log: false, ticks: niceTicks(low, high, 5), y };
}

/** At the ends of the curves, moved apart where they would cover each other. */
function curveNames(curves: readonly Curve[], y: (value: number) => number): readonly Html[] {
  const ends = curves
    .map(({ name, points }, index) => ({ name, index, y: y(points.at(-1)!.value) }))
    .sort((a, b) => a.y - b.y);
  for (let index = 1; index < ends.length; index++) {
    ends[index]!.y = Math.max(ends[index]!.y, ends[index - 1]!.y + 16);
  }
  const over = (ends.at(-1)?.y ?? 0) - (size.top + inner.height);
  const left = size.left + inner.width;
  return ends.map(({ name, index, y: place }) => {
    const middle = at(over > 0 ? place - over : place);
    return html`<line class="curve curve-${index % 5}" x1="${left + 8}" x2="${left + 30}" y1="${middle}" y2="${middle}"/><text x="${left + 36}" y="${middle}" dy="4">${name.slice(0, 12)}</text>`;
  });
}
