/** Two 32-bit FNV-1a hashes with different offsets, the second over the units in another order of bytes: 16 hex digits. */
export function digest(text: string): string {
  let first = 0x811c9dc5;
  let second = 0x9dc5811c;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    first = Math.imul(first ^ (unit & 0xff), 0x01000193);
    first = Math.imul(first ^ (unit >>> 8), 0x01000193);
    second = Math.imul(second ^ (unit >>> 8), 0x01000193);
    second = Math.imul(second ^ (unit & 0xff) ^ (second >>> 15), 0x01000193);
  }
  return hex(mix(first, second)) + hex(mix(second, first));
}

/** Spreads the last units over all bits. */
function mix(value: number, other: number): number {
  let hash = Math.imul(value ^ (value >>> 16), 0x85ebca6b) ^ other;
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

const hex = (value: number): string => value.toString(16).padStart(8, '0');
