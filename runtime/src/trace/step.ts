import type { LineIndex, StepInfo } from '@vprog/language';
import type { BoundArgument } from '../interpreter/arguments.ts';
import type { StepOutcome } from '../interpreter/execute.ts';
import type { Step, StepPicture } from '../protocol.ts';
import type { Box, Picture, RuntimeValue } from '../values.ts';
import { errorJson, rangeOf } from './problem.ts';
import { boxJson, imageJson, type Remember, toValue } from './value.ts';

/** Where a step stands in its program. */
export interface StepPlace {
  readonly step: StepInfo;
  readonly index: number;
  readonly key: string;
  readonly text: string;
  readonly lines: LineIndex;
}

/** The record of a step that begins. */
export function begunStep({ step, index, key, text, lines }: StepPlace): Step {
  const { statement, call, name } = step;
  return {
    index,
    key,
    line: lines.positionAt(statement.start).line,
    range: rangeOf(statement, lines),
    text: text.slice(statement.start, statement.end),
    name: name.name,
    module: text.slice(call.callee.start, call.callee.end),
    args: [],
    ms: 0,
    modelMs: 0,
    cached: false,
    warnings: [],
  };
}

/** The record of a step that has ended. */
export function endedStep(place: StepPlace, outcome: StepOutcome, remember: Remember): Step {
  const { args, result, error, shown, cached, ms, modelMs } = outcome;
  const { text, lines, step } = place;
  return {
    ...begunStep(place),
    args: args.map(({ name, expression, value }) => ({
      name,
      source: text.slice(expression.start, expression.end),
      value: toValue(value, remember),
    })),
    ...(result && { output: toValue(result.output, remember) }),
    ...(shown && { picture: pictureOf(shown.picture, shown.shapes, args, remember) }),
    ms,
    modelMs,
    cached,
    ...(result?.model && { model: result.model }),
    ...(result?.provider !== undefined && { provider: result.provider }),
    warnings: result?.warnings ?? [],
    ...(error && { error: errorJson(error, step.statement, lines) }),
  };
}

function pictureOf(
  picture: Picture,
  shapes: StepPicture['shapes'],
  args: readonly BoundArgument[],
  remember: Remember,
): StepPicture {
  const source = args.map(({ value }) => cutFrom(picture, value)).find(found => found !== undefined);
  return {
    image: imageJson(picture, remember),
    shapes,
    ...(source && { source: { image: imageJson(source.picture, remember), box: boxJson(source.box) } }),
  };
}

/** Where in `value`, if that is a picture, `picture` was cut out. */
function cutFrom(
  { pixels, region }: Picture,
  value: RuntimeValue,
): { readonly picture: Picture; readonly box: Box } | undefined {
  if (value.type !== 'image' || value.picture.pixels.sha256 !== pixels.sha256) return undefined;
  const whole = value.picture.region;
  const box = {
    x1: region.x1 - whole.x1,
    y1: region.y1 - whole.y1,
    x2: region.x2 - whole.x1,
    y2: region.y2 - whole.y1,
  };
  const same = box.x1 === 0 && box.y1 === 0 && region.x2 === whole.x2 && region.y2 === whole.y2;
  return same ? undefined : { picture: value.picture, box };
}
