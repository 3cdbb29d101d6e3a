import type { ModelCard } from '@vprog/language';
import type { ModelStatus } from '../protocol.ts';
import type { LoadedEnvironment } from './environment.ts';
import { filesOf, stateOf } from './files.ts';

/** Every model known with the state of its files; `verify` reads them whole. */
export async function modelStatuses(loaded: LoadedEnvironment, verify: boolean): Promise<readonly ModelStatus[]> {
  const uses = usesByModel(loaded);
  return Promise.all(
    loaded.cards.map(async card => ({
      id: card.id,
      title: card.title,
      capability: card.capability,
      licence: card.licence.spdx,
      bytes: card.file.bytes + (card.weights?.bytes ?? 0),
      sha256: card.file.sha256,
      ...(await stateOfCard(card, verify)),
      bound: uses.get(card.id) ?? [],
    })),
  );
}

/** The worst state of the card's files, with the file that is in it. */
async function stateOfCard(card: ModelCard, verify: boolean): Promise<Pick<ModelStatus, 'path' | 'state'>> {
  const files = await Promise.all(
    filesOf(card).map(async file => ({ path: file.path, state: await stateOf(file, verify) })),
  );
  const worst = (['missing', 'damaged', 'unchecked'] as const)
    .map(state => files.find(file => file.state === state))
    .find(file => file !== undefined);
  return worst ?? { path: card.file.path, state: 'ok' };
}

/** Such as `photos: detect`, and `photos: read (regions)` for a part. */
function usesByModel({ environment }: LoadedEnvironment): ReadonlyMap<string, readonly string[]> {
  const uses = new Map<string, string[]>();
  const add = (model: string, use: string) => uses.set(model, [...(uses.get(model) ?? []), use]);
  for (const { profile, models } of environment.profiles?.values() ?? [environment]) {
    for (const [capability, { card, parts }] of Object.entries(models)) {
      add(card.id, `${profile.name}: ${capability}`);
      for (const [role, part] of Object.entries(parts ?? {})) {
        add(part.id, `${profile.name}: ${capability} (${role})`);
      }
    }
  }
  return uses;
}
