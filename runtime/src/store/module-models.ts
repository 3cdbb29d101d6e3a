import type { Capability } from '@vprog/language';
import type { HomeDirs } from '../home.ts';
import { implementations } from '../modules/index.ts';
import type { ModuleModels } from '../protocol.ts';
import type { LoadedEnvironment } from './environment.ts';
import { versionFolder, versionName } from './version.ts';
import { listVersions } from './versions.ts';

/** For every capability that the active profile binds a model to: its modules, that model and its versions. */
export async function moduleModels(
  { environment, cards }: LoadedEnvironment,
  home: HomeDirs,
): Promise<readonly ModuleModels[]> {
  const bound = Object.entries(environment.models);
  return Promise.all(
    bound.map(async ([name, { binding, card, version: active = 0 }]): Promise<ModuleModels> => {
      const capability = name as Capability;
      const original = cards.find(({ id }) => id === binding.model) ?? card;
      const { id, title } = original;
      const versions = (await listVersions(home, id)).map(version => ({
        ...version,
        name: versionName(version),
        title,
        active: version.number === active,
        folder: versionFolder(home, version),
      }));
      const model = { id, title, sha256: original.file.sha256 };
      return { capability, modules: modulesOf(capability), model, active, versions };
    }),
  );
}

const modulesOf = (capability: Capability): readonly string[] =>
  [...implementations].filter(([, { capabilities }]) => capabilities.includes(capability)).map(([name]) => name);
