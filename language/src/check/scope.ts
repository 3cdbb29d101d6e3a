import type { Span } from '../span.ts';
import { ANY, IMAGE, type Type } from '../types.ts';
import type { Variable } from './analysis.ts';

/** The pictures that every program may read. */
export const predefined: readonly string[] = ['IMAGE', 'LEFT', 'RIGHT'];

interface Entry {
  readonly name: string;
  kind: 'input' | 'step';
  type: Type;
  readonly definitions: Span[];
  readonly references: Span[];
  /** The step's output that nothing has read yet. */
  unread: Span | undefined;
}

/** The names of a cell while it is read from top to bottom. */
export class Scope {
  readonly #entries = new Map<string, Entry>();

  constructor(inputs: Iterable<{ readonly name: string; readonly definition?: Span }>) {
    for (const name of predefined) this.#entry(name, 'input').type = IMAGE;
    for (const { name, definition } of inputs) {
      const entry = this.#entry(name, 'input');
      entry.type = IMAGE;
      if (definition !== undefined) entry.definitions.push(definition);
    }
  }

  #entry(name: string, kind: 'input' | 'step'): Entry {
    const known = this.#entries.get(name);
    if (known !== undefined) return known;
    const entry: Entry = { name, kind, type: ANY, definitions: [], references: [], unread: undefined };
    this.#entries.set(name, entry);
    return entry;
  }

  /** A step gives the name a new value; returns where it was given the old one, if nothing has read that. */
  assign(name: string, definition: Span, type: Type): Span | undefined {
    const entry = this.#entry(name, 'step');
    const { unread } = entry;
    entry.type = type;
    entry.definitions.push(definition);
    entry.unread = definition;
    return unread;
  }

  /** A value that no step gives: of unknown type where the name has been reported or its step cannot be read. */
  assume(name: string, type: Type = ANY): void {
    this.#entry(name, 'step').type = type;
  }

  /** Notes a use; undefined where nothing has given the name a value yet. */
  use(name: string, reference: Span): Type | undefined {
    const entry = this.#entries.get(name);
    if (entry === undefined) return undefined;
    entry.references.push(reference);
    entry.unread = undefined;
    return entry.type;
  }

  typeOf(name: string): Type | undefined {
    return this.#entries.get(name)?.type;
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  /** Whether the last value of a name has never been read. */
  isUnread(name: string): boolean {
    return this.#entries.get(name)?.unread !== undefined;
  }

  isReferenced(name: string): boolean {
    return (this.#entries.get(name)?.references.length ?? 0) > 0;
  }

  names(): IterableIterator<string> {
    return this.#entries.keys();
  }

  /** All but the predefined inputs that the cell does not mention. */
  variables(): Variable[] {
    return [...this.#entries.values()].filter(
      ({ definitions, references }) => definitions.length + references.length > 0,
    );
  }
}
