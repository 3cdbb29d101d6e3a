import { expect, it } from 'vitest';
import { bytesText, durationText, several } from './quantity.ts';

it.each([
  [0, '0 bytes'],
  [999, '999 bytes'],
  [1000, '1.0 kB'],
  [442_005, '442 kB'],
  [999_600, '1.0 MB'],
  [15_272_079, '15 MB'],
  [1_349_000_000, '1.3 GB'],
])('%d bytes are %s', (bytes, text) => expect(bytesText(bytes)).toBe(text));

it.each([
  [0.2, '5 s'],
  [11, '15 s'],
  [55, '55 s'],
  [56, '1 min'],
  [61, '2 min'],
  [3540, '59 min'],
  [3541, '1 h'],
  [4000, '1 h 10 min'],
])('%d seconds are %s', (seconds, text) => expect(durationText(seconds)).toBe(text));

it.each([
  [1, '1 photo'],
  [0, '0 photos'],
  [1200, '1,200 photos'],
])('%d are %s', (count, text) => expect(several(count, 'photo')).toBe(text));
