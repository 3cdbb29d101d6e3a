/** Zero-based line and UTF-16 character, as in LSP. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** Where the lines of a text start; `\n`, `\r\n` and `\r` end a line. */
export class LineIndex {
  readonly #text: string;
  readonly #starts: readonly number[];

  constructor(text: string) {
    this.#text = text;
    const starts = [0];
    for (const match of text.matchAll(/\r\n|\n|\r/g)) starts.push(match.index + match[0].length);
    this.#starts = starts;
  }

  /** At least one: an empty text has one empty line. */
  get lineCount(): number {
    return this.#starts.length;
  }

  /** Offset of the line's first character; lines outside the text are clamped to it. */
  lineStart(line: number): number {
    if (line <= 0) return 0;
    return this.#starts[line] ?? this.#text.length;
  }

  /** Offset of the line's end, before its line end. */
  lineEnd(line: number): number {
    let end = this.lineStart(line + 1);
    const start = this.lineStart(line);
    while (end > start && (this.#text[end - 1] === '\n' || this.#text[end - 1] === '\r')) end -= 1;
    return end;
  }

  /** Offsets outside the text are clamped to it. */
  positionAt(offset: number): Position {
    const clamped = Math.min(Math.max(offset, 0), this.#text.length);
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle]! <= clamped) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: clamped - this.#starts[low]! };
  }

  /** Positions outside the text or beyond a line's end are clamped. */
  offsetAt({ line, character }: Position): number {
    if (line < 0) return 0;
    return Math.min(this.lineStart(line) + Math.max(character, 0), this.lineEnd(line));
  }
}
