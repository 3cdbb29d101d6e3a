/** What draw/font.ts uses of opentype.js 2, a CommonJS package without types. */
declare module 'opentype.js' {
  namespace opentype {
    interface Path {
      toPathData(options: {
        readonly decimalPlaces: number;
        readonly optimize: boolean;
        readonly flipY: boolean;
      }): string;
    }
    interface Font {
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
    function parse(data: ArrayBuffer): Font;
  }
  export = opentype;
}
