import type { ModelCard } from '@vprog/language';
import type { ModelStatus } from '../protocol.ts';
import type { LoadedEnvironment } from './environment.ts';
import { type FileState, stateOf } from './files.ts';

/** Every model known with the state of its files; `verify` reads them whole. */
export async function modelStatuses(loaded: LoadedEnvironment, verify: boolean): Promise<readonly ModelStatus[]> {
  const uses = usesByModel(loaded);
  return Promise.all(
    loaded.cards.map(async card => ({
      id: card.id,
      title: card.title,
      capability: card.capability,
      licence: card.licence.spdx,
      path: card.file.path,
      bytes: card.file.bytes,
      sha256: card.file.sha256,
      state: await stateOfCard(card, verify),
      bound: uses.get(card.id) ?? [],
    })),
  );
}

async function stateOfCard(card: ModelCard, verify: boolean): Promise<FileState> {
  const files = card.symbols ? [card.file, card.symbols] : [card.file];
  const states = await Promise.all(files.map(file => stateOf(file, verify)));
  return (['missing', 'damaged', 'unchecked'] as const).find(state => states.includes(state)) ?? 'ok';
}

/** Such as `photos: detect`, and `photos: read (regions)` for a part. */
function usesByModel({ environment }: LoadedEnvironment): ReadonlyMap<string, readonly string[]> {
  const uses = new Map<string, string[]>();
  const add = (model: string, use: string) => uses.set(model, [...(uses.get(model) ?? []), use]);
  for (const { profile } of environment.profiles?.values() ?? [environment]) {
    for (const [capability, binding] of Object.entries(profile.bindings)) {
      add(binding.model, `${profile.name}: ${capability}`);
      for (const [role, part] of Object.entries(binding.parts ?? {})) {
        add(part, `${profile.name}: ${capability} (${role})`);
      }
    }
  }
  return uses;
}
