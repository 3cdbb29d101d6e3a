import { existsSync } from 'node:fs';
import { type ModelVersion, modelPath, versionFolder, versionName } from '@vprog/runtime/versions';
import { style, table } from '../output/style.ts';
import { count } from '../output/value.ts';
import { isActive, type Place } from './place.ts';
import { bytesText, reportPath, signed } from './text.ts';

/** A version as the command tells of it, as JSON. */
export interface ListedVersion extends ModelVersion {
  /** Such as `blazeface_front@2`. */
  readonly name: string;
  /** Whether it answers for programs in the working directory. */
  readonly active: boolean;
  readonly report: string | null;
}

export function listed(version: ModelVersion, place: Place): ListedVersion {
  const report = reportPath(versionFolder(place.home, version));
  return {
    name: versionName(version),
    active: isActive(place, version),
    report: existsSync(report) ? report : null,
    ...version,
  };
}

/** A line for each. */
export const listText = (versions: readonly ListedVersion[]): string =>
  table(
    versions.map(({ name, active, capability, metric, teacher, created }) => [
      name,
      active ? 'active' : '',
      capability,
      `agreement ${metric.before.toFixed(3)} -> ${metric.after.toFixed(3)}`,
      `taught by ${teacher.id}`,
      created.slice(0, 10),
    ]),
  );

/** All that is known of one: where it comes from, what it is worth, where it lies. */
export function showText(version: ListedVersion, { home }: Place): string {
  const { name, active, model, base, capability, teacher, data, seed, metric, created, sha256, bytes } = version;
  const origin = base === 0 ? `${model}, the original` : versionName({ model, number: base });
  const rows: (readonly [string, string])[] = [
    ['capability', capability],
    ['trained from', origin],
    ['teacher', `${teacher.id} (sha256 ${teacher.sha256.slice(0, 12)})`],
    ['data', `${data.name}, ${count(data.photos, 'photo', 'photos')} (sha256 ${data.sha256.slice(0, 12)})`],
    ['seed', String(seed)],
    [
      `agreement (${metric.name})`,
      `${metric.before.toFixed(3)} -> ${metric.after.toFixed(3)}, 95 % interval of the change ${signed(metric.low)} to ${signed(metric.high)}`,
    ],
    ['made', created],
    ['file', `${modelPath(home, sha256)}, ${bytesText(bytes)}`],
    ['report', version.report ?? 'is no longer there'],
  ];
  return `${style('bold', name)}${active ? ', active' : ''}\n${table(rows.map(([key, value]) => [`  ${key}`, value]))}`;
}
