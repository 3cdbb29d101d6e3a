/** `0.957`; a minus sign that is one. */
export const figure = (value: number, digits = 3): string =>
  Number.isFinite(value) ? value.toFixed(digits).replace('-', '−') : 'not a number';

/** `+0.034`, `−0.012`, `±0.000`. */
export function signed(value: number): string {
  const text = figure(value);
  if (!Number.isFinite(value)) return text;
  if (/^−?0\.0+$/.test(text)) return `±${text.replace('−', '')}`;
  return value > 0 ? `+${text}` : text;
}

/** `1 photo`, `1,200 photos`. */
export const count = (number: number, one: string, many = `${one}s`): string =>
  `${grouped(number)} ${number === 1 ? one : many}`;

export const grouped = (number: number): string => number.toLocaleString('en-US');

/** `0.4 s`, `12 s`, `2 min 5 s`. */
export function duration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/**
 * Round numbers within [low, high], about `wanted` of them: steps of 1, 2 or 5 times a power of ten. None where the
 * range is empty.
 */
export function niceTicks(low: number, high: number, wanted: number): readonly number[] {
  const rough = (high - low) / wanted;
  if (!(rough > 0) || !Number.isFinite(rough)) return [];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find(factor => factor * power >= rough) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

/** 1, 2 and 5 times the powers of ten within [low, high], both above zero; powers of ten only over a wide range. */
export function logTicks(low: number, high: number): readonly number[] {
  const from = Math.floor(Math.log10(low));
  const to = Math.ceil(Math.log10(high));
  const factors = high / low > 1000 ? [1] : [1, 2, 5];
  return Array.from({ length: to - from + 1 }, (_, index) => from + index)
    .flatMap(power => factors.map(factor => Number((factor * 10 ** power).toPrecision(12))))
    .filter(tick => tick >= low && tick <= high);
}
