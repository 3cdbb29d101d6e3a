import { bgblur } from './bgblur.ts';
import { classify } from './classify.ts';
import { colorpop } from './colorpop.ts';
import { count } from './count.ts';
import { crops } from './crop.ts';
import { emoji } from './emoji.ts';
import { evaluate } from './eval.ts';
import { facedet } from './facedet.ts';
import { list } from './list.ts';
import { loc } from './loc.ts';
import type { ModuleImplementation } from './module.ts';
import { read } from './read.ts';
import { replace } from './replace.ts';
import { result } from './result.ts';
import { seg } from './seg.ts';
import { select } from './select.ts';
import { tag } from './tag.ts';
import { vqa } from './vqa.ts';

/** Every module of the language's catalogue, by name. */
export const implementations: ReadonlyMap<string, ModuleImplementation> = new Map(
  Object.entries({
    ...crops,
    BGBLUR: bgblur,
    CLASSIFY: classify,
    COLORPOP: colorpop,
    COUNT: count,
    EMOJI: emoji,
    EVAL: evaluate,
    FACEDET: facedet,
    LIST: list,
    LOC: loc,
    READ: read,
    REPLACE: replace,
    RESULT: result,
    SEG: seg,
    SELECT: select,
    TAG: tag,
    VQA: vqa,
  }),
);
