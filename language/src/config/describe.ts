import type { BoundModel } from '../config.ts';

/** A model in Markdown, for hovers: what it is good for, what not, size, licence, whether it is there. */
export function describeModel({ card, binding, present }: BoundModel): string {
  const facts = [size(card.file.bytes + (card.weights?.bytes ?? 0)), card.licence.spdx, `\`${card.id}\``];
  const lines = [
    `**${card.title}** (${facts.join(', ')})`,
    '',
    `Good for: ${card.goodFor}`,
    '',
    `Limits: ${card.limits}`,
  ];
  const settings = Object.entries(binding.parameters ?? {}).map(([name, value]) => `${name} ${value}`);
  if (settings.length > 0) lines.push('', `Set in the profile: ${settings.join(', ')}.`);
  if (!present) lines.push('', '**Its file is not on disk.**');
  return lines.join('\n');
}

/** In decimal units, as model pages give it. */
export function size(bytes: number): string {
  if (bytes >= 999_500_000) return `${(bytes / 1e9).toFixed(1)} GB`;
  if (bytes >= 999_500) return `${(bytes / 1e6).toFixed(1)} MB`;
  return `${Math.max(1, Math.round(bytes / 1e3))} kB`;
}
