/** A picture of the workspace: absolute path, the same for people, and when it was last changed (ms since 1970). */
export interface PictureFile {
  readonly path: string;
  readonly label: string;
  readonly changed: number;
}

/** Endings of the files that can be picked. */
export const PICTURE_ENDINGS = ['jpg', 'jpeg', 'png', 'webp', 'gif', 'tif', 'tiff', 'avif'] as const;

/** In the order of a pick: those used last first (newest use first), then the newest files, then by name. */
export function inOrder(files: readonly PictureFile[], used: readonly string[]): readonly PictureFile[] {
  const rank = new Map(used.map((path, index) => [path, index]));
  const rankOf = (file: PictureFile) => rank.get(file.path) ?? used.length;
  return [...files].sort(
    (a, b) => rankOf(a) - rankOf(b) || b.changed - a.changed || a.label.localeCompare(b.label, 'en'),
  );
}

/** `path` first, the others behind it, at most `limit`. */
export const use = (used: readonly string[], path: string, limit = 20): readonly string[] =>
  [path, ...used.filter(other => other !== path)].slice(0, limit);
