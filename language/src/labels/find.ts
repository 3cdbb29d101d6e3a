import { similar } from '../distance.ts';
import { changing, irregular, otherThings, related, synonyms } from './synonyms.ts';

export type LabelResult =
  /** `label` null: every object. `note`: one sentence where the label finds more than the phrase says. */
  | { readonly label: string | null; readonly note?: string }
  /** One sentence or two for people; `nearest`: labels that may be what was meant. */
  | { readonly hint: string; readonly nearest: readonly string[] };

/** A phrase is a few words; of a longer one only this much is looked at. */
const LONGEST = 200;

/** A model that needs no list of labels. */
const OPEN_VOCABULARY = 'Xenova/owlvit-base-patch32';

const everything = new Set(['object', 'objects', 'thing', 'things', 'everything']);
const articles = /^(?:an?|the|some|any|this|that|these|those)\s+/;
const measures =
  /^(?:group|bunch|pair|piece|slice|herd|flock|crowd|couple|row|pile|stack|number|lot|lots)s? of (?:an? |the )?/;
const after =
  / (?:in|with|on|of|at|near|behind|under|by|to|from|that|which|who|wearing|holding|sitting|standing|riding|next|beside|above|below|inside|between|made) /;

/**
 * Finds the label of a closed-vocabulary detector that a phrase means: through case, articles, plurals, synonyms, and
 * words that only describe (`red car`). A phrase that means something else gets no label.
 */
export function findLabel(phrase: string, labels: readonly string[]): LabelResult {
  const index = indexOf(labels);
  const text = normalise(phrase);
  if (everything.has(text)) return { label: null };
  if (phrase.length > LONGEST) return without(`${phrase.slice(0, 40)}…`, []);
  const whole = text.replace(measures, '');
  const cut = whole.search(after);
  const thing = cut > 0 ? whole.slice(0, cut) : whole;
  const found = named(whole, index) ?? (namesSeveral(thing, index) ? undefined : describedOrNamed(thing, index));
  return found === undefined
    ? without(phrase.trim(), nearestLabels(thing, index))
    : { label: found.label, ...noteOf(found, text) };
}

const describedOrNamed = (text: string, index: ReadonlyMap<string, Entry>): Found | undefined =>
  named(text, index) ?? described(text, index);

/** `dog and cat`, but not `black and white dog`. */
const namesSeveral = (text: string, index: ReadonlyMap<string, Entry>): boolean =>
  text
    .split(/ (?:and|or) /)
    .slice(0, -1)
    .some(part => describedOrNamed(part, index) !== undefined);

/** The bound model has no label, as a person should read it. */
function without(phrase: string, nearest: readonly string[]): LabelResult {
  if (phrase === '') return { hint: `The phrase is empty: name what to look for, such as 'dog'.`, nearest };
  const names = nearest.map(label => `'${label}'`).join(', ');
  const meant = names === '' ? '' : ` The nearest ${nearest.length === 1 ? 'is' : 'are'} ${names}.`;
  const hint = `The bound detector has no label for '${phrase}'.${meant} An open-vocabulary detector such as ${OPEN_VOCABULARY} needs no labels, but this version of VProg cannot run one yet.`;
  return { hint, nearest };
}

interface Entry {
  readonly label: string;
  /** The label is more than the word. */
  readonly broader: boolean;
}
interface Found extends Entry {
  /** The part of the phrase that has the label. */
  readonly word: string;
}

const indexes = new WeakMap<readonly string[], ReadonlyMap<string, Entry>>();

/** Every name for a label, in the singular or as the label has it. */
function indexOf(labels: readonly string[]): ReadonlyMap<string, Entry> {
  const known = indexes.get(labels);
  if (known !== undefined) return known;
  const index = new Map<string, Entry>();
  for (const label of labels) {
    const { same = '', kinds = '' } = Object.hasOwn(synonyms, label) ? synonyms[label]! : {};
    for (const word of kinds.split(', ')) index.set(word, { label, broader: true });
    for (const word of same.split(', ')) index.set(word, { label, broader: false });
  }
  for (const label of labels) index.set(normalise(label), { label, broader: false });
  index.delete('');
  indexes.set(labels, index);
  return index;
}

const normalise = (phrase: string): string =>
  phrase
    .slice(0, LONGEST)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}']+/gu, ' ')
    .trim()
    .replace(articles, '');

function named(text: string, index: ReadonlyMap<string, Entry>): Found | undefined {
  for (const word of singulars(text)) {
    const entry = index.get(word);
    if (entry !== undefined) return { ...entry, word: text };
  }
  return undefined;
}

/** `red sports car`: the longest end that has a label, unless the words together name something else. */
function described(text: string, index: ReadonlyMap<string, Entry>): Found | undefined {
  const words = text.split(' ');
  for (let start = 1; start < words.length; start++) {
    const found = named(words.slice(start).join(' '), index);
    if (found === undefined) continue;
    const before = words.slice(0, start);
    const compounds = before.flatMap((_, from) => singulars(words.slice(from).join(' ')));
    const other = before.some(word => changing.has(word)) || compounds.some(name => otherThings.has(name));
    return other ? undefined : found;
  }
  return undefined;
}

/** The text as it is, and what its last word may be the plural of. */
function singulars(text: string): string[] {
  const start = text.lastIndexOf(' ') + 1;
  const last = text.slice(start);
  const forms = [last];
  if (Object.hasOwn(irregular, last)) forms.push(irregular[last]!);
  if (/[^s]s$/.test(last)) forms.push(last.slice(0, -1));
  if (/(?:s|x|z|ch|sh|o)es$/.test(last)) forms.push(last.slice(0, -2));
  if (last.endsWith('ies')) forms.push(`${last.slice(0, -3)}y`);
  return forms.map(form => text.slice(0, start) + form);
}

function noteOf({ label, broader, word }: Found, text: string): { readonly note?: string } {
  if (word !== text) return { note: `The bound detector cannot tell '${text}' apart and finds every ${label}.` };
  return broader ? { note: `The bound detector has no label '${text}' and finds every ${label}.` } : {};
}

function nearestLabels(text: string, index: ReadonlyMap<string, Entry>): string[] {
  const head = text.slice(text.lastIndexOf(' ') + 1);
  const meant = singulars(head).flatMap(word => (Object.hasOwn(related, word) ? related[word]!.split(', ') : []));
  const parts = text.split(/ (?:and|or) /);
  const labels = [...meant, ...parts.flatMap(part => (index.has(part) ? [part] : similar(part, index.keys())))].flatMap(
    name => index.get(name)?.label ?? [],
  );
  return [...new Set(labels)].slice(0, 3);
}
