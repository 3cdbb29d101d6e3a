import type { ModelCard } from '@vprog/language';
import { LRUCache } from 'lru-cache';
import type { Provider } from '../../devices/providers.ts';
import { RunError } from '../../errors.ts';
import { modelInput, type Placement } from '../../images/input.ts';
import { pictureId } from '../../images/picture.ts';
import { checkModel } from '../../store/files.ts';
import type { Picture } from '../../values.ts';
import { type SessionFile, Sessions } from './sessions.ts';

/** An output of a model: `data.length` is the product of `dims`. No number in it is NaN. */
export interface Output {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/** What a model gave for a picture, before it is decoded. */
export interface RawOutputs {
  readonly outputs: Readonly<Record<string, Output>>;
  /** How the picture lay in the input. */
  readonly placement: Placement;
  readonly provider: Provider;
  /** Milliseconds of the model call; 0 where the outputs were remembered. */
  readonly ms: number;
  readonly warnings: readonly string[];
}

interface Work {
  readonly picture: Picture;
  readonly card: ModelCard;
  readonly providers: readonly Provider[];
}

/**
 * Runs the models that cards describe on pictures. The last outputs are remembered by content, so that several
 * questions about one picture, or another threshold, run its model once.
 */
export class OnnxEngine {
  readonly #sessions: Sessions;
  readonly #remembered: LRUCache<string, RawOutputs, Work>;

  constructor(sessions = new Sessions(), memory = 64 * 2 ** 20) {
    this.#sessions = sessions;
    this.#remembered = new LRUCache({
      maxSize: memory,
      sizeCalculation: ({ outputs }) => Object.values(outputs).reduce((sum, { data }) => sum + data.byteLength, 1),
      fetchMethod: (_key, _stale, { context }) => this.#run(context),
    });
  }

  /**
   * The outputs that the card's decoder reads. Throws RunError VP502 or VP503 where the file is missing or damaged,
   * VP504 where the model does not run, lacks an output, or gives a number that is none.
   */
  async outputs(card: ModelCard, picture: Picture, providers: readonly Provider[]): Promise<RawOutputs> {
    const files = [card.file.sha256, card.weights?.sha256];
    const key = JSON.stringify([files, card.input, outputNames(card), providers, pictureId(picture)]);
    const known = this.#remembered.get(key);
    if (known) return { ...known, ms: 0, warnings: [] };
    return this.#remembered.forceFetch(key, { context: { picture, card, providers } });
  }

  /** The provider that answers for the card, as far as is known before it ran. */
  expectedProvider(card: ModelCard, providers: readonly Provider[]): Provider {
    return this.#sessions.expected(sessionFile(card), providers);
  }

  async #run({ picture, card, providers }: Work): Promise<RawOutputs> {
    await checkModel(card);
    const { data, dims, placement } = modelInput(picture, card.input);
    const names = outputNames(card);
    const feeds = { [card.input.name]: { data, dims } };
    const { outputs, ...rest } = await this.#sessions.run(sessionFile(card), providers, feeds, names);
    const checked = names.map(name => [name, checkedOutput(card, name, outputs[name])] as const);
    return { ...rest, outputs: Object.fromEntries(checked), placement };
  }
}

const sessionFile = ({ id, file, weights }: ModelCard): SessionFile => ({
  ...file,
  bytes: file.bytes + (weights?.bytes ?? 0),
  model: id,
});

function outputNames({ decoder }: ModelCard): readonly string[] {
  switch (decoder.kind) {
    case 'boxes':
      return [decoder.scores, decoder.boxes];
    case 'anchors':
      return [...decoder.scores, ...decoder.boxes];
    case 'mask':
      return [decoder.mask];
    case 'text-regions':
      return [decoder.map];
    case 'ctc':
      return [decoder.probabilities];
  }
}

function checkedOutput(card: ModelCard, name: string, tensor: { data: unknown; dims: readonly number[] } | undefined) {
  const data = tensor?.data;
  if (!tensor || !(data instanceof Float32Array)) {
    throw new RunError('VP504', `The model ${card.id} has no output ${name} of 32-bit floats: correct its card.`);
  }
  if (data.some(Number.isNaN)) {
    throw new RunError(
      'VP504',
      `The model ${card.id} gave numbers that are none (NaN) in ${name}: try another device, or bind another model.`,
    );
  }
  return { data, dims: tensor.dims };
}
