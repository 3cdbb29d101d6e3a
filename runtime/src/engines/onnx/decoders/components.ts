/** A connected part of a map: its upright bounding box (x2, y2 outside), and how well it fills its turned box. */
export interface Component {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  /** The sum of the map over its cells, per cell of the box along its main axis: near 1 for a line, however slanted. */
  readonly fill: number;
}

/** The parts of a `width * height` map above `threshold`, cells that touch at a corner connected, in reading order. */
export function components(map: Float32Array, width: number, height: number, threshold: number): Component[] {
  const seen = new Uint8Array(map.length);
  const found: Component[] = [];
  for (let start = 0; start < map.length; start++) {
    if (seen[start] || map[start]! <= threshold) continue;
    seen[start] = 1;
    const cells = [start];
    for (let next = 0; next < cells.length; next++) {
      const x = cells[next]! % width;
      const y = Math.floor(cells[next]! / width);
      for (let v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++) {
        for (let u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) {
          const cell = v * width + u;
          if (seen[cell] || map[cell]! <= threshold) continue;
          seen[cell] = 1;
          cells.push(cell);
        }
      }
    }
    found.push(component(map, width, cells));
  }
  return found;
}

function component(map: Float32Array, width: number, cells: readonly number[]): Component {
  const xs = cells.map(cell => cell % width);
  const ys = cells.map(cell => Math.floor(cell / width));
  const [left, right] = extent(xs);
  const [top, bottom] = extent(ys);
  const angle = mainAxis(xs, ys);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [along1, along2] = extent(xs.map((x, i) => x * cos + ys[i]! * sin));
  const [across1, across2] = extent(xs.map((x, i) => ys[i]! * cos - x * sin));
  const sum = cells.reduce((total, cell) => total + map[cell]!, 0);
  const fill = sum / ((along2 - along1 + 1) * (across2 - across1 + 1));
  return { x1: left, y1: top, x2: right + 1, y2: bottom + 1, fill };
}

/** The direction in which the places spread most, as an angle in radians. */
function mainAxis(xs: readonly number[], ys: readonly number[]): number {
  const x = mean(xs);
  const y = mean(ys);
  let [xx, yy, xy] = [0, 0, 0];
  for (let i = 0; i < xs.length; i++) {
    const [dx, dy] = [xs[i]! - x, ys[i]! - y];
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  return Math.atan2(2 * xy, xx - yy) / 2;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function extent(values: readonly number[]): readonly [least: number, most: number] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return [least, most];
}
