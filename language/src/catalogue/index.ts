import { bgblur } from './bgblur.ts';
import { classify } from './classify.ts';
import { colorpop } from './colorpop.ts';
import { count } from './count.ts';
import { crop } from './crop.ts';
import { cropDepth } from './crop-depth.ts';
import { cropSides } from './crop-sides.ts';
import { emoji } from './emoji.ts';
import { evaluate } from './eval.ts';
import { facedet } from './facedet.ts';
import { list } from './list.ts';
import { loc } from './loc.ts';
import { read } from './read.ts';
import { replace } from './replace.ts';
import { result } from './result.ts';
import { seg } from './seg.ts';
import { select } from './select.ts';
import type { ModuleSignature } from './signature.ts';
import { tag } from './tag.ts';
import { vqa } from './vqa.ts';

/** Every module by name: the 25 of VisProg, and READ. The order is that of the documentation. */
export const modules: ReadonlyMap<string, ModuleSignature> = new Map(
  [
    loc,
    count,
    crop,
    ...cropSides,
    ...cropDepth,
    vqa,
    evaluate,
    result,
    facedet,
    seg,
    select,
    tag,
    colorpop,
    bgblur,
    emoji,
    replace,
    list,
    classify,
    read,
  ].map(module => [module.name, module]),
);
