import type { ModelStatus, ModuleModels } from '@vprog/runtime/protocol';
import { modelOf } from '../text/model.ts';
import { bytesText } from '../text/quantity.ts';

/** The model that learns, in the version that is in use: `blazeface_front@2`; undefined where none is bound. */
export function studentOf(capability: string, bound: readonly ModuleModels[]): string | undefined {
  const found = bound.find(other => other.capability === capability);
  if (!found) return undefined;
  return found.versions.find(({ active }) => active)?.name ?? found.model.id;
}

/** Models of the same capability that `student` (an id) can learn from: with their files here, and not it in some version. */
export const teachersOf = (
  capability: string,
  student: string,
  models: readonly ModelStatus[],
): readonly ModelStatus[] =>
  models.filter(
    model =>
      model.capability === capability &&
      modelOf(model.id) !== modelOf(student) &&
      (model.state === 'ok' || model.state === 'unchecked'),
  );

/** `blazeface_back · 603 kB · Apache-2.0` */
export const modelFacts = ({ id, bytes, licence }: ModelStatus): string => [id, bytesText(bytes), licence].join(' · ');
