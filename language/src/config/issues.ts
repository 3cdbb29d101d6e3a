import type { z } from 'zod';

export interface Issue {
  readonly path: readonly (string | number)[];
  readonly message: string;
  /** A setting that nobody reads, and nothing worse. */
  readonly unknown: boolean;
}

type Given = (path: readonly (string | number)[]) => boolean;

/** The schema's complaints in plain words; `given` says whether there is a value at a path. */
export function issuesOf(issues: readonly z.core.$ZodIssue[], given: Given): Issue[] {
  return issues.flatMap(issue => {
    const path = issue.path.map(key => (typeof key === 'symbol' ? String(key) : key));
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map(key => ({
        path: [...path, key],
        message: `There is no setting \`${key}\` here; it is ignored.`,
        unknown: true,
      }));
    }
    if (issue.code === 'invalid_union') {
      const branch = issue.errors.find(errors =>
        errors.some(inner => inner.path.length > 0 || inner.code === 'unrecognized_keys'),
      );
      if (branch !== undefined)
        return issuesOf(
          branch.map(inner => ({ ...inner, path: [...path, ...inner.path] })),
          given,
        );
    }
    return [
      { path, message: given(path) ? message(issue, path) : `\`${path.at(-1)}\` is missing here.`, unknown: false },
    ];
  });
}

function message(issue: z.core.$ZodIssue, path: readonly (string | number)[]): string {
  const name = path.length === 0 ? 'The file' : `\`${path.at(-1)}\``;
  switch (issue.code) {
    case 'invalid_type':
      return `${name} must be ${typeWords[issue.expected] ?? `of type ${issue.expected}`}.`;
    case 'invalid_value':
      return `${name} must be ${issue.values.map(value => JSON.stringify(value)).join(', ')}.`.replace(
        /, (?=[^,]*$)/,
        ' or ',
      );
    case 'invalid_union':
      return issue.discriminator === undefined
        ? `${name} must be a model's id, or an object with the setting \`model\`.`
        : `${name} is none that VProg knows.`;
    case 'invalid_key':
      return `${name} is none of the names that can stand here.`;
    case 'too_small':
      return issue.origin === 'string' || issue.origin === 'array'
        ? `${name} must not be empty.`
        : `${name} must be ${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}.`;
    case 'too_big':
      return `${name} must be at most ${issue.maximum}.`;
    case 'invalid_format':
      return `${name} must be a SHA-256 sum: 64 hexadecimal digits in lower case.`;
    case 'custom':
      return issue.message;
    default:
      return `${name} has a value that cannot stand here.`;
  }
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  object: 'an object',
  record: 'an object',
  array: 'a list',
  tuple: 'a list of three numbers',
};
