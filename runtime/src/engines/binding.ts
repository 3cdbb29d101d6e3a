import {
  adviceWithout,
  type BoundModel,
  type Capability,
  type Decoder,
  type Environment,
  type ModelCard,
} from '@vprog/language';
import { RunError } from '../errors.ts';

export type DecoderOf<Kind extends Decoder['kind']> = Extract<Decoder, { readonly kind: Kind }>;

/** The model bound to a capability. Throws RunError VP501 where there is none. */
export function boundModel(environment: Environment, capability: Capability): BoundModel {
  const bound = environment.models[capability];
  if (bound) return bound;
  throw new RunError(
    'VP501',
    `This step needs a model for \`${capability}\`, and the profile \`${environment.profile.name}\` binds none. ${adviceWithout(capability)}`,
  );
}

/** The card's decoder with overrides, the last winning. Throws RunError VP525 where it is of another kind. */
export function decoderOf<Kind extends Decoder['kind']>(
  card: ModelCard,
  capability: Capability,
  kinds: readonly Kind[],
  ...overrides: readonly (Readonly<Record<string, number | undefined>> | undefined)[]
): DecoderOf<Kind> {
  const { decoder } = card;
  if (!(kinds as readonly string[]).includes(decoder.kind)) {
    throw new RunError(
      'VP525',
      `The model ${card.id} gives \`${decoder.kind}\`, which does not serve \`${capability}\`: bind one that gives \`${kinds.join('` or `')}\`.`,
    );
  }
  const given = overrides.flatMap(override =>
    Object.entries(override ?? {}).filter(([, value]) => value !== undefined),
  );
  return { ...decoder, ...Object.fromEntries(given) } as DecoderOf<Kind>;
}

/** The card of a helper model. Throws RunError VP525 where the binding names none for the role. */
export function partOf({ card, parts }: BoundModel, role: string): ModelCard {
  const part = parts?.[role];
  if (part) return part;
  throw new RunError(
    'VP525',
    `The binding of ${card.id} names no model for its part \`${role}\`: add it in vprog.json.`,
  );
}
