import { z } from 'zod';
import type { Capability } from '../catalogue/signature.ts';
import type { ModelCard } from '../model-card.ts';

/** The shapes of `vprog.json` and of a model's card. `vprog.schema.json` is made from them. */

/** Every capability, in the order of the documentation. */
export const capabilities = [
  'detect',
  'answer',
  'match',
  'segment',
  'faces',
  'depth',
  'inpaint',
  'read',
  'knowledge',
] as const satisfies readonly Capability[];

const text = z.string().min(1);
const count = z.int().positive();
const share = z.number().min(0).max(1);
const triple = z.tuple([z.number(), z.number(), z.number()]);

const file = z.strictObject({
  path: text.describe('Relative to the file that says it; `npm:PACKAGE/PATH` is a file of an installed package.'),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: count,
});

const fit = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('letterbox'), width: count, height: count }),
  z.strictObject({ kind: z.literal('stretch'), width: count, height: count }),
  z.strictObject({ kind: z.literal('multiple'), multiple: count, max: count }),
  z.strictObject({ kind: z.literal('height'), height: count }),
]);

const input = z.strictObject({
  name: text.describe("The input's name in the graph."),
  layout: z.enum(['NCHW', 'NHWC']),
  channels: z.enum(['RGB', 'BGR']),
  fit: fit.describe('How a picture is brought to the size that the model takes.'),
  scale: z.number().positive().describe('Pixel values are divided by it before mean and std.'),
  mean: triple,
  std: triple,
});

export const decoderSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('boxes'), scores: text, boxes: text, threshold: share, nms: share }),
  z.strictObject({
    kind: z.literal('anchors'),
    scores: z.array(text).min(1),
    boxes: z.array(text).min(1),
    grids: z.array(z.strictObject({ cells: count, anchors: count })).min(1),
    threshold: share,
    nms: share,
    category: text,
  }),
  z.strictObject({ kind: z.literal('mask'), mask: text, threshold: share }),
  z.strictObject({
    kind: z.literal('text-regions'),
    map: text,
    threshold: share,
    boxThreshold: share,
    unclip: z.number().positive(),
  }),
  z.strictObject({ kind: z.literal('ctc'), probabilities: text, threshold: share }),
]);

const cardFields = {
  title: text,
  capability: z.enum(capabilities),
  file,
  licence: z.strictObject({ spdx: text, copyright: text, source: text }),
  goodFor: text.describe('One or two sentences of Markdown.'),
  limits: text.describe('One or two sentences of Markdown.'),
  labels: z.array(text).min(1).exactOptional().describe('Class names by index.'),
  symbols: file.exactOptional().describe('A text file with a symbol on each line.'),
  input: input.describe('How a picture becomes the input tensor: resize, then (value / scale - mean) / std.'),
  decoder: decoderSchema.describe('How the outputs become values.'),
};

/** What each kind of decoder needs of the rest of its card. */
const isWhole = ({ decoder, labels, symbols }: Pick<ModelCard, 'decoder' | 'labels' | 'symbols'>): boolean =>
  (decoder.kind !== 'boxes' || labels !== undefined) && (decoder.kind !== 'ctc' || symbols !== undefined);
const lack = 'A decoder of kind `boxes` needs `labels` in the card, one of kind `ctc` needs `symbols`.';

export const modelCardSchema: z.ZodType<ModelCard> = z.strictObject({ id: text, ...cardFields }).refine(isWhole, lack);

const binding = z.strictObject({
  model: text.describe("The model's id."),
  parts: z.record(text, text).exactOptional().describe('Helper models by role.'),
  parameters: z
    .record(text, z.number())
    .exactOptional()
    .describe("Overrides of the model's decoder, such as threshold."),
});

const profile = z.strictObject({
  extends: text
    .exactOptional()
    .describe('The profile to start from; without it nothing is bound but what is given here.'),
  semantics: z
    .enum(['vprog'])
    .exactOptional()
    .describe('How the originals are followed; this version knows `vprog`, which repairs their plain bugs.'),
  bindings: z
    .partialRecord(z.enum(capabilities), z.union([text, binding]))
    .exactOptional()
    .describe('Which model answers for each capability.'),
});

const limits = z.strictObject({
  statements: count.exactOptional().describe('Steps carried out.'),
  seconds: z.number().positive().exactOptional().describe('Wall time.'),
  depth: count.exactOptional().describe('Nesting of an expression, and of lists in lists.'),
  stringLength: count.exactOptional().describe('Characters of one text.'),
  listLength: count.exactOptional().describe('Elements of one list.'),
  memoryMB: z.number().positive().exactOptional().describe('MiB of all values of a run.'),
  megapixels: z.number().positive().exactOptional().describe('Millions of pixels of one input picture.'),
  fileMB: z.number().positive().exactOptional().describe("MiB of one input picture's file."),
});

export const configSchema = z
  .strictObject({
    $schema: z.string().exactOptional(),
    profile: text.exactOptional().describe('The profile that programs run with where they name none.'),
    profiles: z.record(text, profile).exactOptional().describe('Profiles by name; `photos` is bundled.'),
    models: z
      .record(text, z.strictObject(cardFields).refine(isWhole, lack))
      .exactOptional()
      .describe('Models by id, beside the bundled ones; paths are relative to this file.'),
    limits: limits.exactOptional().describe('What one run may use, where it should be other than usual.'),
    versions: z
      .record(text, z.int().nonnegative())
      .exactOptional()
      .describe("Which distilled version of a model answers, by the model's id; 0 is the original."),
  })
  .describe('Which models answer for the capabilities of visual programs.');
