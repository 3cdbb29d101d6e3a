/** `1,200` */
export const countText = (count: number): string => count.toLocaleString('en-US');

/** `1 photo`, `22 photos` */
export const several = (count: number, noun: string): string => `${countText(count)} ${noun}${count === 1 ? '' : 's'}`;

const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;

/** `442 kB`, `1.3 GB`: two digits at least, powers of 1,000. */
export function bytesText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 9.95 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]}`;
}

/** A time to come, as precise as a guess can be: `15 s`, `2 min`, `1 h 10 min`; rounded up. */
export function durationText(seconds: number): string {
  if (seconds <= 55) return `${Math.max(5, 5 * Math.ceil(seconds / 5))} s`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const tens = 10 * Math.ceil(minutes / 10);
  return tens % 60 === 0 ? `${tens / 60} h` : `${Math.floor(tens / 60)} h ${tens % 60} min`;
}
