import type { Capability, ModuleSignature } from './catalogue/signature.ts';
import type { ModelCard } from './model-card.ts';
import type { Span } from './span.ts';

/** Which model a capability calls, and how. */
export interface Binding {
  /** A model card's id. */
  readonly model: string;
  /** Helpers by role, such as `regions` for reading text. */
  readonly parts?: Readonly<Record<string, string>>;
  /** Overrides of the card's decoder, such as `threshold`. */
  readonly parameters?: Readonly<Record<string, number>>;
}

export type Bindings = Readonly<Partial<Record<Capability, Binding>>>;

export type Semantics = 'vprog' | 'visprog' | 'vipergpt';

export interface Profile {
  readonly name: string;
  readonly semantics: Semantics;
  readonly bindings: Bindings;
}

/** What one run of a cell may use; see `defaultLimits` for what holds where `vprog.json` says nothing. */
export interface Limits {
  /** Steps carried out. */
  readonly statements: number;
  /** Wall time in seconds, waiting in the queue not counted. */
  readonly seconds: number;
  /** Nesting of an expression, and of lists in lists. */
  readonly depth: number;
  /** Characters of one text. */
  readonly stringLength: number;
  /** Elements of one list, those of the lists in it included. */
  readonly listLength: number;
  /** MiB of the run's values; pixels that several pictures share count once. */
  readonly memoryMB: number;
  /** Millions of pixels of one input picture, read from its header before anything is decoded. */
  readonly megapixels: number;
  /** MiB of one input picture's file. */
  readonly fileMB: number;
}

/** What `vprog.json` says. */
export interface Config {
  /** The profile that programs run with where they name none. */
  readonly profile?: string;
  readonly profiles: ReadonlyMap<string, ProfileConfig>;
  /** Models beside the bundled ones; their paths are relative to `vprog.json`. */
  readonly models: readonly ModelCard[];
  readonly limits?: Partial<Limits>;
  /** Which version of a model answers in its place, by the model's id; 0: the original, whatever the user's home says. */
  readonly versions?: Readonly<Record<string, number>>;
  /** Where each value stands in the text, by its path, such as `profiles/mine/bindings/detect`. */
  readonly spans: ReadonlyMap<string, Span>;
}
export interface ProfileConfig {
  /** The profile whose semantics and bindings this one starts from; absent: nothing is bound but what is given here. */
  readonly extends?: string;
  readonly semantics?: Semantics;
  readonly bindings: Bindings;
}

/** A binding with its model's card, and whether its files (parts too) are on disk. */
export interface BoundModel {
  readonly binding: Binding;
  readonly card: ModelCard;
  /** The cards of the binding's parts, by role; absent where it has none. */
  readonly parts?: Readonly<Record<string, ModelCard>>;
  /** From 1: `card` is that of this version of the model, which stands in for the original. Absent: the original. */
  readonly version?: number;
  readonly present: boolean;
}

/** A profile with the models that it binds. */
export interface ResolvedProfile {
  readonly profile: Profile;
  readonly models: Readonly<Partial<Record<Capability, BoundModel>>>;
}

/** All that `check` knows beside the text: plain data, filled by server/src/lsp, cli and runtime. */
export interface Environment extends ResolvedProfile {
  /** Every profile by name, for cells that name one with `@profile`; absent where nobody looked. */
  readonly profiles?: ReadonlyMap<string, ResolvedProfile>;
  readonly userModules: readonly ModuleSignature[];
  readonly limits: Limits;
  /** Of the paths that the directives name, those that do not exist; absent where nobody looked. */
  readonly missingFiles?: ReadonlySet<string>;
}
