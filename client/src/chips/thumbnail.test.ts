import type { StepPicture } from '@vprog/runtime/protocol';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { dataUri, drawing, fit } from './thumbnail.ts';

describe('fit', () => {
  it.each([
    [
      { width: 512, height: 340 },
      { width: 48, height: 16 },
      { width: 24, height: 16 },
    ],
    [
      { width: 1000, height: 10 },
      { width: 48, height: 16 },
      { width: 48, height: 1 },
    ],
    [
      { width: 10, height: 8 },
      { width: 480, height: 480 },
      { width: 10, height: 8 },
    ],
    [
      { width: 1, height: 1 },
      { width: 48, height: 16 },
      { width: 1, height: 1 },
    ],
  ])('%j into %j is %j', (size, limit, expected) => expect(fit(size, limit)).toEqual(expected));
});

describe('a drawing', () => {
  const size = { width: 40, height: 20 };
  const picture: StepPicture = {
    image: { width: 80, height: 40, sha256: '', id: '1' },
    shapes: [{ box: [20, 10, 60, 30], label: '<cat> & "dog"\u0000', score: 0.9 }],
  };
  const pixels = async () => {
    const grey = await sharp({ create: { ...size, channels: 3, background: '#808080' } })
      .jpeg()
      .toBuffer();
    return { ...size, data: grey.toString('base64') };
  };
  /** Renders the SVG as a browser would and returns the colour at a place. */
  const colourAt = async (svg: string, x: number, y: number) => {
    const { data, info } = await sharp(Buffer.from(svg)).raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([40, 20]);
    return [...data.subarray((y * info.width + x) * info.channels, (y * info.width + x) * info.channels + 3)];
  };

  it('shows the picture with the boxes on it, in its own size', async () => {
    const svg = drawing(picture, await pixels(), size, { labels: false, faded: false });
    const [inside, edge] = [await colourAt(svg, 20, 10), await colourAt(svg, 10, 10)];
    expect(Math.max(...inside.map(channel => Math.abs(channel - 128)))).toBeLessThan(6);
    expect(edge[0]).toBeGreaterThan(150);
    expect(edge[2]).toBeLessThan(120);
  });

  it('has no colour when it is faded', async () => {
    const svg = drawing(picture, await pixels(), size, { labels: false, faded: true });
    const [red = 0, , blue = 255] = await colourAt(svg, 10, 10);
    expect(Math.abs(red - blue)).toBeLessThan(6);
  });

  it('is well-formed whatever a label says', async () => {
    const svg = drawing(picture, await pixels(), size, { labels: true, faded: false });
    await expect(sharp(Buffer.from(svg)).metadata()).resolves.toMatchObject({ format: 'svg' });
    expect(svg).toContain('&#60;cat&#62; &#38; &#34;dog&#34; 0.90');
  });

  it('is a data URI without characters that end a URL', async () => {
    const svg = drawing(picture, await pixels(), size, { labels: true, faded: false });
    expect(dataUri(svg)).toMatch(/^data:image\/svg\+xml;base64,[A-Za-z0-9+/=]+$/);
  });
});
