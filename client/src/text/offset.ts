/** A zero-based line and UTF-16 character as an offset into a text that no document holds any more, clamped to it. */
export function offsetAt(
  text: string,
  { line, character }: { readonly line: number; readonly character: number },
): number {
  let start = 0;
  let end = text.length;
  let number = 0;
  for (const { index, 0: ending } of text.matchAll(/\r\n|\n|\r/g)) {
    if (number++ === line) {
      end = index;
      break;
    }
    start = index + ending.length;
  }
  return number < line ? text.length : Math.min(start + character, end);
}
