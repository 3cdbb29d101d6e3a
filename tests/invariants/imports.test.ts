import { describe, expect, test } from 'vitest';
import { type Import, type Room, type Source, sources } from './sources.ts';

/** What each room may import of ours: the table of ARCHITECTURE.md. */
const allowed: Record<Room, readonly RegExp[]> = {
  language: [],
  onnx: [],
  runtime: [/^language$/, /^onnx$/],
  distill: [/^language$/, /^onnx$/, /^runtime(\/[\w-]+)?$/],
  data: [/^language$/, /^runtime(\/[\w-]+)?$/],
  server: [/^language$/],
  client: [/^language$/, /^(runtime|server|distill)\/protocol$/, /^(runtime|distill)\/host$/],
  cli: [/^package.json$/, /^language$/, /^runtime(\/[\w-]+)?$/, /^distill\/\w+$/, /^data$/, /^server\/\w+$/],
};

/** Which packages only one place may import. */
const owners: readonly { readonly module: RegExp; readonly owner: RegExp }[] = [
  { module: /^onnxruntime-|^@huggingface\/transformers/, owner: /^runtime\/src\/engines\// },
  { module: /^vscode-languageserver/, owner: /^server\/src\/lsp\// },
  { module: /^vscode-languageclient/, owner: /^client\// },
  { module: /^vscode$/, owner: /^client\// },
  { module: /^@bufbuild\//, owner: /^onnx\// },
  { module: /^sharp$/, owner: /^runtime\// },
  { module: /^chevrotain$/, owner: /^language\// },
  { module: /^commander$/, owner: /^cli\// },
  // Programs are data, and nothing opens a connection.
  { module: /^(node:)?(vm|repl|inspector)$/, owner: /^$/ },
  { module: /^(node:)?(https?|http2|net|tls|dgram)$/, owner: /^$/ },
];

const code = sources().filter(({ test }) => !test);
const ours = /^@vprog\/(.+)$/;

const offences = (holds: (source: Source, imported: Import) => boolean): string[] =>
  code.flatMap(source =>
    source.imports.filter(imported => !holds(source, imported)).map(({ module }) => `${source.path} imports ${module}`),
  );

test('the sources were found', () => {
  const found = new Set(code.map(({ room }) => room));
  expect(['language', 'runtime', 'server', 'client', 'cli'].filter(room => !found.has(room as Room))).toEqual([]);
  expect(code.flatMap(({ imports }) => imports).length).toBeGreaterThan(200);
});

test('each room imports only the rooms that it may know', () => {
  const mayImport = ({ room }: Source, { module }: Import): boolean => {
    const name = ours.exec(module)?.[1];
    return name === undefined || allowed[room].some(pattern => pattern.test(name));
  };
  expect(offences(mayImport)).toEqual([]);
});

describe.each(owners)('$module', ({ module, owner }) => {
  test(`is imported by ${owner} only`, () => {
    expect(offences((source, imported) => !module.test(imported.module) || owner.test(source.path))).toEqual([]);
  });
});

test('the language and the features of the server do no input or output', () => {
  const pure = /^language\/|^server\/src\/features\//;
  const outside = /^(node:|vscode|fs$|path$)/;
  expect(offences((source, imported) => !pure.test(source.path) || !outside.test(imported.module))).toEqual([]);
});

test('nothing hands text to the host to evaluate, or fetches', () => {
  const forbidden = /\beval\(|\bnew Function\b|(?<![#.\w])fetch\(|\bWebSocket\(/;
  expect(code.filter(({ text }) => forbidden.test(text)).map(({ path }) => path)).toEqual([]);
});

test('inside, places are offsets: only the borders know characters of a line', () => {
  const inside = /^(language|server\/src\/features|runtime)\//;
  const border = /^(language\/src\/line-index|runtime\/src\/(trace\/|protocol|runtime|unfinished-run|testing))/;
  const known = code.filter(
    ({ path, text }) => inside.test(path) && /\.character\b|\bline\b.*\bcharacter\b/.test(text),
  );
  expect(known.map(({ path }) => path).filter(path => !border.test(path))).toEqual([]);
});
