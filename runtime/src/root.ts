import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * A file or folder of the runtime's own, such as `models` or `assets/probe.onnx`: the same from the sources, from the
 * bundle in dist/ and in the installed extension, since each keeps `runtime/` somewhere above its code.
 */
export function runtimeFile(...path: readonly string[]): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'runtime', 'models'))) return join(folder, 'runtime', ...path);
    if (folder === dirname(folder)) throw new Error(`No folder runtime/models above ${import.meta.dirname}.`);
  }
}
