import { createHash } from 'node:crypto';
import {
  adviceWithout,
  type BoundModel,
  type Capability,
  type Environment,
  findLabel,
  type ModelCard,
} from '@vprog/language';
import type { Answer, Capabilities, DetectOptions, ModelUse, TextLine } from '../capabilities.ts';
import { devicesOf } from '../devices/devices.ts';
import type { Provider } from '../devices/providers.ts';
import { RunError } from '../errors.ts';
import type { HomeDirs } from '../home.ts';
import { viewOf } from '../images/picture.ts';
import type { Device } from '../protocol.ts';
import { type DetectedObject, heightOf, type Mask, type Picture, widthOf } from '../values.ts';
import { boundModel, decoderOf, partOf } from './binding.ts';
import { decodeAnchors } from './onnx/decoders/anchors.ts';
import { decodeBoxes } from './onnx/decoders/boxes.ts';
import { decodeCtc } from './onnx/decoders/ctc.ts';
import { decodeMask } from './onnx/decoders/mask.ts';
import { type Size, wholeBox } from './onnx/decoders/region.ts';
import { decodeTextRegions } from './onnx/decoders/text-regions.ts';
import { OnnxEngine, type RawOutputs } from './onnx/engine.ts';
import { symbolsOf } from './onnx/symbols.ts';
import { inReadingOrder } from './reading-order.ts';

export interface CapabilitiesOptions {
  readonly device: Device;
  readonly home: HomeDirs;
  /** Absent: the one that all runs of this process share. */
  readonly engine?: OnnxEngine;
}

/** The models that the environment binds (the paths of its cards absolute), run on this machine. */
export function createCapabilities(environment: Environment, options: CapabilitiesOptions): Capabilities {
  return new BoundCapabilities(environment, options);
}

/** Sessions are dear and ONNX Runtime is one for each process. */
const sharedEngine = new OnnxEngine();

/** Part of the cache key: raise it when the same outputs of a model are decoded to something else. */
const decoding = 1;

class BoundCapabilities implements Capabilities {
  readonly #environment: Environment;
  readonly #engine: OnnxEngine;
  readonly #options: CapabilitiesOptions;

  constructor(environment: Environment, options: CapabilitiesOptions) {
    this.#environment = environment;
    this.#engine = options.engine ?? sharedEngine;
    this.#options = options;
  }

  async detect(
    picture: Picture,
    phrase: string | null,
    options?: DetectOptions,
  ): Promise<Answer<readonly DetectedObject[]>> {
    const bound = boundModel(this.#environment, 'detect');
    const labels = labelsOf(bound.card);
    const found = phrase === null ? { label: null } : findLabel(phrase, labels);
    if ('hint' in found) {
      const provider = this.#engine.expectedProvider(bound.card, await this.#providers());
      return { value: [], model: use(bound.card, { provider, ms: 0 }), warnings: [found.hint], unasked: true };
    }
    const only = found.label === null ? null : labels.indexOf(found.label);
    const answer = await this.#objects('detect', bound, picture, only, options);
    return { ...answer, warnings: [...answer.warnings, ...(found.note === undefined ? [] : [found.note])] };
  }

  async faces(picture: Picture): Promise<Answer<readonly DetectedObject[]>> {
    const answer = await this.#objects('faces', boundModel(this.#environment, 'faces'), picture, null);
    return { ...answer, value: answer.value.map(face => ({ ...face, category: 'face' })) };
  }

  async people(picture: Picture): Promise<Answer<Mask>> {
    const { card, binding } = boundModel(this.#environment, 'segment');
    const decoder = decoderOf(card, 'segment', ['mask'], binding.parameters);
    const raw = await this.#outputs(card, picture);
    return { value: decodeMask(decoder, raw, sizeOf(picture)), model: use(card, raw), warnings: raw.warnings };
  }

  async read(picture: Picture): Promise<Answer<readonly TextLine[]>> {
    const bound = boundModel(this.#environment, 'read');
    const regionsCard = partOf(bound, 'regions');
    const regionsDecoder = decoderOf(regionsCard, 'read', ['text-regions']);
    const decoder = decoderOf(bound.card, 'read', ['ctc'], bound.binding.parameters);
    const symbols = await symbolsOf(bound.card);
    const size = sizeOf(picture);
    const regions = await this.#outputs(regionsCard, picture);
    const warnings = [...regions.warnings];
    let { provider, ms } = regions;
    const lines: TextLine[] = [];
    for (const region of inReadingOrder(decodeTextRegions(regionsDecoder, regions, size))) {
      const box = wholeBox(region, size);
      const raw = await this.#outputs(bound.card, viewOf(picture, box));
      const { text, score } = decodeCtc(decoder, raw, symbols);
      if (text.trim() !== '' && score >= decoder.threshold) lines.push({ box, text: text.trim(), score });
      warnings.push(...raw.warnings);
      provider = raw.provider;
      ms += raw.ms;
    }
    return { value: lines, model: use(bound.card, { provider, ms }), warnings };
  }

  need(capability: Capability): never {
    const { card } = boundModel(this.#environment, capability);
    throw new RunError(
      'VP501',
      `The model ${card.id} is bound to \`${capability}\`, but this version of VProg runs no model for it. ${adviceWithout(capability)}`,
    );
  }

  async identity(capability: Capability): Promise<string | undefined> {
    const bound = this.#environment.models[capability];
    if (!bound) return undefined;
    const providers = await this.#providers();
    const cards = [bound.card, ...Object.values(bound.parts ?? {})].map(card => ({
      file: card.file.sha256,
      weights: card.weights?.sha256,
      symbols: card.symbols?.sha256,
      labels: card.labels,
      input: card.input,
      decoder: card.decoder,
      provider: this.#engine.expectedProvider(card, providers),
    }));
    const content = JSON.stringify({ decoding, cards, binding: bound.binding });
    return createHash('sha256').update(content).digest('hex');
  }

  async #objects(
    capability: Capability,
    { card, binding }: BoundModel,
    picture: Picture,
    only: number | null,
    options?: DetectOptions,
  ): Promise<Answer<readonly DetectedObject[]>> {
    const overrides = { threshold: options?.threshold, nms: options?.nms };
    const decoder = decoderOf(card, capability, ['boxes', 'anchors'], binding.parameters, overrides);
    const raw = await this.#outputs(card, picture);
    const size = sizeOf(picture);
    const labels = labelsOf(card);
    const candidates =
      decoder.kind === 'boxes'
        ? decodeBoxes(decoder, raw, size, only, card.labels?.length)
        : decodeAnchors(decoder, raw, size);
    const value = candidates.map(({ box, score, label }) => ({
      box: wholeBox(box, size),
      category: labels[label] ?? `class ${label}`,
      score,
    }));
    return { value, model: use(card, raw), warnings: raw.warnings };
  }

  async #outputs(card: ModelCard, picture: Picture): Promise<RawOutputs> {
    return this.#engine.outputs(card, picture, await this.#providers());
  }

  #providers(): Promise<readonly Provider[]> {
    return devicesOf(this.#options.home.data).choose(this.#options.device);
  }
}

const sizeOf = ({ region }: Picture): Size => ({ width: widthOf(region), height: heightOf(region) });

const labelsOf = ({ labels, decoder }: ModelCard): readonly string[] =>
  decoder.kind === 'anchors' ? [decoder.category] : (labels ?? []);

const use = ({ id, file }: ModelCard, { provider, ms }: Pick<RawOutputs, 'provider' | 'ms'>): ModelUse => ({
  id,
  sha256: file.sha256,
  provider,
  ms,
});
