import type { Capability } from '../catalogue/signature.ts';

/** What to do where no model is bound to a capability: one sentence or two. */
export function adviceWithout(capability: Capability): string {
  return advice[capability];
}

/** What to do where a file of a version of `model` is not there or damaged: a clause. */
export const adviceForVersion = (model: string): string =>
  `go back to the version before it with \`vprog distill rollback ${model}\``;

const bundled = 'One comes with VProg: use the profile `photos`, or bind a model in vprog.json.';
const none = 'None comes with this version of VProg.';

const advice: Readonly<Record<Capability, string>> = {
  detect: bundled,
  faces: bundled,
  segment: bundled,
  read: bundled,
  answer: `${none} LOC and COUNT answer whether and how many, READ what is written.`,
  match: `${none} SELECT with \`category\` picks objects by what the detector calls them.`,
  depth: none,
  inpaint: none,
  knowledge: `${none} A list can be written out, as in \`['cat', 'dog']\`.`,
};
