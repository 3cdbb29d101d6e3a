import { type Html, html } from '@vprog/runtime/html';
import type { DistillResult, Flip, ScoredBox } from '../protocol.ts';
import { count } from './numbers.ts';

/** Gives a file of the job's folder by its relative path; rejects where it is not there. */
export type ReadFile = (relativePath: string) => Promise<Uint8Array>;

/** Largest side of a picture on the page, in CSS pixels. */
const side = 264;

/** Who found a box: told apart by colour, dashes, and a letter on a plate at another edge of the box. */
const finders = [
  { key: 'teacher', letter: 'T', place: 'above' },
  { key: 'before', letter: 'B', place: 'beside' },
  { key: 'after', letter: 'A', place: 'below' },
] as const;
type Finder = (typeof finders)[number];

/** The held-out crops on which old and new version differ in right and wrong, those that became wrong first. */
export async function flipsSection({ flips, flipped, teacher }: DistillResult, read: ReadFile): Promise<Html> {
  if (flips.length === 0) {
    return html`<section><h2>Changed answers</h2><p>${flipped === 0 ? 'On no held-out crop did the new version become right or wrong where the old one was not.' : `${count(flipped, 'held-out crop')} changed; no pictures of them were kept.`}</p></section>`;
  }
  const shown = flips.length < flipped ? ` ${flips.length} of them are shown.` : '';
  return html`<section>
<h2>Changed answers</h2>
<p>On ${count(flipped, 'held-out crop')} the old and the new version differ in whether they agree with ${teacher.id}.${shown}</p>
<ul class="legend">${finders.map(legend)}</ul>
${await gallery('Right before, wrong now', 'wrong', flips, read)}
${await gallery('Wrong before, right now', 'right', flips, read)}
</section>`;
}

const legend = ({ key, letter }: Finder): Html =>
  html`<li><svg width="46" height="22" aria-hidden="true"><rect class="swatch" width="46" height="22" rx="3"/><rect class="halo" x="5" y="5" width="36" height="12"/><rect class="box ${key}" x="5" y="5" width="36" height="12"/></svg> <b>${letter}</b> ${key}</li>`;

async function gallery(title: string, change: Flip['change'], flips: readonly Flip[], read: ReadFile): Promise<Html> {
  const chosen = flips.filter(flip => flip.change === change);
  const figures: Html[] = [];
  for (const flip of chosen) figures.push(await flipFigure(flip, read));
  const body = figures.length === 0 ? html`<p>None.</p>` : html`<ul class="gallery">${figures}</ul>`;
  return html`<h3 class="${change}">${title} (${chosen.length})</h3>
${body}`;
}

async function flipFigure(flip: Flip, read: ReadFile): Promise<Html> {
  const { photo, picture } = flip;
  const width = Math.max(1, flip.width);
  const height = Math.max(1, flip.height);
  const scale = side / Math.max(width, height);
  const bytes = await read(picture).catch(() => undefined);
  const pixels =
    bytes === undefined
      ? html`<rect class="gone" width="${width}" height="${height}"/>`
      : html`<image href="data:image/jpeg;base64,${Buffer.from(bytes).toString('base64')}" width="${width}" height="${height}" preserveAspectRatio="none"/>`;
  const answers = finders.map(({ key }) => `${key}: ${answer(flip[key])}`);
  const boxes = finders.flatMap(finder => flip[finder.key].map(box => ({ finder, ...box })));
  // All outlines before all plates, so that no outline crosses a score.
  const marks = [
    ...boxes.map(({ finder, box }) => outline(box, finder)),
    ...boxes.map(box => plate(box, box.finder, width, height, scale)),
  ];
  const gone = bytes === undefined ? ' (picture no longer at hand)' : '';
  return html`<li><figure><svg viewBox="0 0 ${width} ${height}" width="${Math.round(width * scale)}" height="${Math.round(height * scale)}" role="img" aria-label="A crop of ${photo}. ${answers.join('; ')}.">${pixels}${marks}</svg><figcaption><span class="photo">${photo}${gone}</span>${finders.map(({ key }) => html`<span><i>${key}</i> ${answer(flip[key])}</span>`)}</figcaption></figure></li>`;
}

const answer = (boxes: readonly ScoredBox[]): string =>
  boxes.length === 0
    ? 'nothing'
    : `${count(boxes.length, 'box', 'boxes')} (${boxes.map(({ score }) => score.toFixed(2)).join(', ')})`;

function outline([x1, y1, x2, y2]: ScoredBox['box'], { key }: Finder): Html {
  const [width, height] = [Math.max(0, x2 - x1), Math.max(0, y2 - y1)];
  const place = { html: `x="${number(x1)}" y="${number(y1)}" width="${number(width)}" height="${number(height)}"` };
  return html`<rect class="halo" ${place}/><rect class="box ${key}" ${place}/>`;
}

function plate(
  { box: [x1, y1, x2, y2], score }: ScoredBox,
  { key, letter, place }: Finder,
  width: number,
  height: number,
  scale: number,
): Html {
  // 11 CSS pixels high whatever the picture's scale; monospace, so that the plate's width is known without measuring.
  const text = `${letter} ${score.toFixed(2)}`;
  const font = 11 / scale;
  const size = { width: (text.length * 0.62 + 0.7) * font, height: font * 1.4 };
  const wanted = {
    above: { x: x1, y: y1 - size.height },
    below: { x: x1, y: y2 },
    beside: { x: x2, y: (y1 + y2 - size.height) / 2 },
  }[place];
  const x = Math.max(0, Math.min(width - size.width, wanted.x));
  const y = Math.max(0, Math.min(height - size.height, wanted.y));
  return html`<rect class="plate ${key}" x="${number(x)}" y="${number(y)}" width="${number(size.width)}" height="${number(size.height)}"/><text class="letter" x="${number(x + font * 0.35)}" y="${number(y + font * 1.06)}" font-size="${number(font)}">${text}</text>`;
}

/** Two decimals; whatever it is given, a number. */
const number = (value: number): string => String(Math.round(Number(value) * 100) / 100);
