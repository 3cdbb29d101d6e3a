/** A connected part of a map: its bounding box (x2, y2 outside) and the mean of the map over its cells. */
export interface Component {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly mean: number;
}

/** The parts of a `width * height` map above `threshold`, cells that touch at a corner connected, in reading order. */
export function components(map: Float32Array, width: number, height: number, threshold: number): Component[] {
  const seen = new Uint8Array(map.length);
  const stack: number[] = [];
  const found: Component[] = [];
  for (let start = 0; start < map.length; start++) {
    if (seen[start] || map[start]! <= threshold) continue;
    seen[start] = 1;
    stack.push(start);
    let [x1, y1, x2, y2, sum, count] = [width, height, 0, 0, 0, 0];
    for (let cell = stack.pop(); cell !== undefined; cell = stack.pop()) {
      const x = cell % width;
      const y = (cell - x) / width;
      x1 = Math.min(x1, x);
      y1 = Math.min(y1, y);
      x2 = Math.max(x2, x + 1);
      y2 = Math.max(y2, y + 1);
      sum += map[cell]!;
      count++;
      for (let v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++) {
        for (let u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) {
          const next = v * width + u;
          if (seen[next] || map[next]! <= threshold) continue;
          seen[next] = 1;
          stack.push(next);
        }
      }
    }
    found.push({ x1, y1, x2, y2, mean: sum / count });
  }
  return found;
}
