import type { Name } from '../ast.ts';
import { similar } from '../distance.ts';
import type { Fix, Problem } from '../problem.ts';
import { problem } from '../problems.ts';
import type { Flow } from './flow.ts';

/** What an invented module is likely to be for: the module to use, or what to write where there is none. */
const meanings: readonly (readonly [names: RegExp, module: string | undefined, advice?: string])[] = [
  [/^(?:FACE|FACES|DETECT_?FACES?|FACE_?DETECT(?:ION)?)$/, 'FACEDET'],
  [/^CROP_?LEFT$|^LEFT_?OF$/, 'CROP_LEFTOF'],
  [/^CROP_?RIGHT$|^RIGHT_?OF$/, 'CROP_RIGHTOF'],
  [/^CROP_?(?:TOP|UP|UPPER|OVER|ON|ON_?TOP(?:_?OF)?|ABOVE_?OF)$|^ABOVE$/, 'CROP_ABOVE'],
  [/^CROP_?(?:BOTTOM|DOWN|LOWER|UNDER|UNDERNEATH|BENEATH)$|^BELOW$/, 'CROP_BELOW'],
  [/^CROP_?(?:FRONT|IN_?FRONT(?:_?OF)?)$/, 'CROP_INFRONTOF'],
  [/^CROP_?(?:BACK|BEHIND_?OF)$/, 'CROP_BEHIND'],
  [/^CROP_?(?:NEAR|AROUND|NEXT|NEXT_?TO|BESIDE|INSIDE|IN|WITH|CENTER|MIDDLE|OBJECT|BOX|REGION)$/, 'CROP'],
  [
    /^LOC_?(?:LEFT|RIGHT|ABOVE|BELOW|BEHIND|FRONT|IN_?FRONT|ON|UNDER|NEAR|TOP|BOTTOM)(?:_?OF)?$/,
    'LOC',
    'Crop the side of the picture first, with CROP_LEFTOF or the like, and look there with LOC.',
  ],
  [
    /^(?:DETECT|FIND|LOCATE|LOCALIZE|LOCALISE|SEARCH|GROUND|BBOX|BOUNDING_?BOX|OBJECT|OBJECTS|LOCATION|POSITION)(?:_.*)?$/,
    'LOC',
  ],
  [/^LOC_.*$/, 'LOC', "Put the description into the phrase: `object='red car'`."],
  [
    /^(?:MEASURE|COLOU?R|ANALY[SZ]E|TYPE|IDENTIFY|GENDER|DESCRIBE|CAPTION|ASK|QUERY|QUESTION|ANSWER|MATERIAL|SHAPE|NAME|RECOGNI[SZ]E|AGE|ACTION|WEATHER|ATTRIBUTE|CHECK|VERIFY)(?:_.*)?$/,
    'VQA',
  ],
  [/^(?:NUM|NUMBER|LEN|TOTAL|COUNT_.*|COUNTER)$/, 'COUNT'],
  [
    /^(?:AND|OR|NOT|XOR|IF|COMPARE|CALC|CALCULATE|COMPUTE|LOGIC|MATH|SUM|ADD|EXPR|EXPRESSION|EQUAL|EQUALS|GREATER|LESS|MAX|MIN)(?:_.*)?$/,
    'EVAL',
  ],
  [/^(?:RETURN|OUTPUT|FINAL|FINAL_?RESULT|PRINT|END)$/, 'RESULT'],
  [/^(?:SEGMENT|SEGMENTATION|MASK|PANOPTIC)(?:_.*)?$/, 'SEG'],
  [/^(?:FILTER|CHOOSE|PICK)(?:_.*)?$/, 'SELECT'],
  [/^(?:BLUR|BG_?BLUR|BLUR_?BG|BLUR_?BACKGROUND|DEFOCUS)$/, 'BGBLUR'],
  [/^(?:COLOU?R_?POP|GREY|GRAY|GRE?AYSCALE)$/, 'COLORPOP'],
  [/^(?:OCR|TEXT|READ_?TEXT|TEXT_?READ)$/, 'READ'],
  [/^(?:LABEL|ANNOTATE|DRAW)$/, 'TAG'],
  [/^(?:INPAINT|EDIT|CHANGE|SWAP)$/, 'REPLACE'],
  [
    /^(?:WIDTH|HEIGHT|SIZE|LENGTH|AREA)(?:_.*)?$/,
    undefined,
    'Sizes are attributes in EVAL: `{BOX0}[0].box.width`, `{IMAGE0}.height`.',
  ],
  [
    /^(?:DEPTH|DENSITY|DISTANCE|INTERSECTION|OVERLAP|RELATION)(?:_.*)?$/,
    undefined,
    'No module measures this; compare boxes in EVAL, as in `{BOX0}[0].box.x1 < {BOX1}[0].box.x1`.',
  ],
];

/** A module that does not exist, with what was likely meant: by meaning, else by spelling. */
export function unknownModule(name: Name, { modules, reporter }: Flow): Problem {
  const found = reporter.suggest(() => suggestion(name.name, modules));
  const fixes: Fix[] = (found?.modules ?? []).map(module => ({
    title: `Change to ${module}`,
    edits: [{ span: name, newText: module }],
  }));
  return problem('VP201', name, [name.name, found?.advice], { fixes });
}

function suggestion(name: string, modules: ReadonlyMap<string, unknown>) {
  const upper = name.slice(0, 64).toUpperCase();
  const exact = modules.has(upper) ? [upper] : [];
  const near = exact.length > 0 ? exact : similar(name, modules.keys()).slice(0, 1);
  const meaning = exact.length > 0 ? undefined : meanings.find(([names]) => names.test(upper));
  if (meaning !== undefined) {
    const [, module, advice] = meaning;
    const known = module !== undefined && modules.has(module) ? [module] : [];
    return { modules: known, advice: advice ?? didYouMean(known) };
  }
  return { modules: near, advice: didYouMean(near) };
}

const didYouMean = ([module]: readonly string[]): string | undefined =>
  module === undefined ? undefined : `Did you mean ${module}?`;
