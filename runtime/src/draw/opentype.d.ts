/** What draw/font.ts uses of opentype.js 2, which has no types: its ES module, the same for Node and for a bundler. */
declare module 'opentype.js/dist/opentype.mjs' {
  export interface Path {
    toPathData(options: {
      readonly decimalPlaces: number;
      readonly optimize: boolean;
      readonly flipY: boolean;
    }): string;
  }
  export interface Font {
    readonly unitsPerEm: number;
    /** In font units above the baseline. */
    readonly ascender: number;
    /** In font units, negative: below the baseline. */
    readonly descender: number;
    /** Pixels. */
    getAdvanceWidth(text: string, fontSize: number): number;
    /** The outlines with the baseline's left end at x, y; y points down. */
    getPath(text: string, x: number, y: number, fontSize: number): Path;
  }
  export function parse(data: ArrayBuffer): Font;
}
