/** The editor's line height in CSS pixels from its settings: 0 is automatic, below 8 a factor of the font size. */
export function lineHeightOf(fontSize: number, lineHeight: number): number {
  if (lineHeight >= 8) return Math.round(lineHeight);
  return Math.max(8, Math.round(fontSize * (lineHeight > 0 ? lineHeight : 1.35)));
}
