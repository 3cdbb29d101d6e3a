/** The original's id of a model's version: `blazeface_front` of `blazeface_front@2`. */
export const modelOf = (id: string): string => versionIn(id)?.model ?? id;

/** For people: `blazeface_front, version 2` of `blazeface_front@2`; the id of an original as it is. */
export function modelName(id: string): string {
  const version = versionIn(id);
  return version ? `${version.model}, version ${version.number}` : id;
}

/** What `MODEL@N` names; undefined for an original. */
export function versionIn(id: string): { readonly model: string; readonly number: number } | undefined {
  const [, model, number] = /^(.+)@([1-9]\d*)$/.exec(id) ?? [];
  return model === undefined ? undefined : { model, number: Number(number) };
}
