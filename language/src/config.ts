import type { Capability, ModuleSignature } from './catalogue/signature.ts';
import type { ModelCard } from './model-card.ts';

/** Which model a capability calls, and how. */
export interface Binding {
  /** A model card's id. */
  readonly model: string;
  /** Helpers by role, such as `regions` for reading text. */
  readonly parts?: Readonly<Record<string, string>>;
  /** Overrides of the card's decoder, such as `threshold`. */
  readonly parameters?: Readonly<Record<string, number>>;
}

export interface Profile {
  readonly name: string;
  readonly semantics: 'vprog' | 'visprog' | 'vipergpt';
  readonly bindings: Readonly<Partial<Record<Capability, Binding>>>;
}

/** A binding with its model's card, and whether the file is on disk. */
export interface BoundModel {
  readonly binding: Binding;
  readonly card: ModelCard;
  readonly present: boolean;
}

/** All that `check` knows beside the text: plain data, filled by server/src/lsp, cli and runtime. */
export interface Environment {
  readonly profile: Profile;
  readonly models: Readonly<Partial<Record<Capability, BoundModel>>>;
  readonly userModules: readonly ModuleSignature[];
  /** Of the paths that the directives name, those that do not exist; absent where nobody looked. */
  readonly missingFiles?: ReadonlySet<string>;
}
