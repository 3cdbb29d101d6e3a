/** A box with edges between pixels, in pixels of the picture. */
export interface FloatBox {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

export interface Candidate {
  readonly box: FloatBox;
  /** 0 to 1. */
  readonly score: number;
  /** Index of its class. */
  readonly label: number;
}

const area = (box: FloatBox): number => Math.max(0, box.x2 - box.x1) * Math.max(0, box.y2 - box.y1);

/** Intersection over union, 0 to 1; 0 where both are empty. */
export function overlap(a: FloatBox, b: FloatBox): number {
  const width = Math.min(a.x2, b.x2) - Math.max(a.x1, b.x1);
  const height = Math.min(a.y2, b.y2) - Math.max(a.y1, b.y1);
  if (width <= 0 || height <= 0) return 0;
  return (width * height) / (area(a) + area(b) - width * height);
}

/**
 * Non-maximum suppression for each class: best score first (then in the order given), a box goes where its overlap with
 * a better one of its class is above `limit`.
 */
export function suppress(candidates: readonly Candidate[], limit: number): Candidate[] {
  const kept: Candidate[] = [];
  for (const candidate of candidates.toSorted((a, b) => b.score - a.score)) {
    const covered = kept.some(other => other.label === candidate.label && overlap(other.box, candidate.box) > limit);
    if (!covered) kept.push(candidate);
  }
  return kept;
}
