import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  CancellationTokenSource,
  CodeActionRequest,
  CompletionRequest,
  DidChangeTextDocumentNotification,
  DidChangeWatchedFilesNotification,
  DidCloseTextDocumentNotification,
  type DocumentDiagnosticReport,
  DocumentDiagnosticRequest,
  DocumentFormattingRequest,
  DocumentHighlightRequest,
  DocumentSymbolRequest,
  FileChangeType,
  HoverRequest,
  LSPErrorCodes,
  RenameRequest,
  SemanticTokensRequest,
  type TextEdit,
} from 'vscode-languageserver-protocol/node';
import { type CellsResult, cellsMethod } from '../../server/src/protocol.ts';
import { Client, fullClient } from './client.ts';

const program = `# @question Is there a dog?
BOX0 = LOC(image=IMAGE, object='dog')
N0 = COUNT(box=BOX0)
ANSWER0 = EVAL(expr="'yes' if {N0} > 0 else 'no'")
FINAL = RESULT(var=ANSWER0)
`;
const at = (line: number, character: number) => ({ line, character });
const codes = (report: DocumentDiagnosticReport) =>
  report.kind === 'full' ? report.items.map(({ code }) => code) : report.kind;

let next = 0;
const newUri = (): string => `untitled:Program-${++next}`;

describe('a server with a modern client', () => {
  let client: Client;
  beforeAll(async () => {
    client = await new Client().initialize();
  });
  afterAll(() => client.stop());

  const request = {
    diagnostics: (uri: string, previousResultId?: string) =>
      client.connection.sendRequest(DocumentDiagnosticRequest.type, {
        textDocument: { uri },
        ...(previousResultId === undefined ? {} : { previousResultId }),
      }),
    hover: (uri: string, line: number, character: number) =>
      client.connection.sendRequest(HoverRequest.type, { textDocument: { uri }, position: at(line, character) }),
    completion: async (uri: string, line: number, character: number) => {
      const answer = await client.connection.sendRequest(CompletionRequest.type, {
        textDocument: { uri },
        position: at(line, character),
      });
      return Array.isArray(answer) ? answer : (answer?.items ?? []);
    },
  };

  test('says what it can do', () => {
    expect(client.result.capabilities).toMatchObject({ hoverProvider: true, positionEncoding: 'utf-16' });
    expect(client.result.capabilities.diagnosticProvider).toBeDefined();
  });

  test('answers for untitled documents: completion, hover, symbols, tokens', async () => {
    const uri = newUri();
    await client.open(uri, program);
    const labels = (await request.completion(uri, 2, 15)).map(({ label }) => label);
    expect(labels).toContain('BOX0');
    const hover = await request.hover(uri, 1, 8);
    expect(hover?.contents).toMatchObject({ kind: 'markdown', value: expect.stringContaining('LOC(image: Image') });
    const symbols = await client.connection.sendRequest(DocumentSymbolRequest.type, { textDocument: { uri } });
    expect(symbols?.map(({ name }) => name)).toEqual(['BOX0', 'N0', 'ANSWER0', 'FINAL']);
    const tokens = await client.connection.sendRequest(SemanticTokensRequest.type, { textDocument: { uri } });
    expect(tokens?.data.length).toBeGreaterThan(50);
  });

  test('reports problems when asked, and says when nothing changed', async () => {
    const uri = newUri();
    await client.open(uri, program.replace('box=BOX0', 'box=BOX1'));
    const report = await request.diagnostics(uri);
    expect(codes(report)).toContain('VP205');
    expect((await request.diagnostics(uri, report.resultId)).kind).toBe('unchanged');
  });

  test('follows incremental changes, several in one notification', async () => {
    const uri = newUri();
    await client.open(uri, program);
    await client.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version: 2 },
      contentChanges: [
        { range: { start: at(1, 0), end: at(1, 4) }, text: 'DOGS' },
        { range: { start: at(2, 15), end: at(2, 19) }, text: 'DOGS' },
      ],
    });
    expect(codes(await request.diagnostics(uri))).not.toContain('VP205');
    const symbols = await client.connection.sendRequest(DocumentSymbolRequest.type, { textDocument: { uri } });
    expect(symbols?.[0]?.name).toBe('DOGS');
  });

  test('outlines the cells for lenses and chips', async () => {
    const uri = newUri();
    await client.open(uri, program, 7);
    const { version, cells } = await client.connection.sendRequest<CellsResult>(cellsMethod, { uri });
    expect(version).toBe(7);
    expect(cells).toHaveLength(1);
    expect(cells[0]).toMatchObject({ question: 'Is there a dog?', lensLine: 0, inputs: [{ name: 'IMAGE' }] });
    expect(cells[0]?.steps.map(({ name, module }) => [name, module])).toEqual([
      ['BOX0', 'LOC'],
      ['N0', 'COUNT'],
      ['ANSWER0', 'EVAL'],
      ['FINAL', 'RESULT'],
    ]);
    expect(new Set(cells[0]?.steps.map(({ key }) => key)).size).toBe(4);
  });

  test('renames through EVAL strings, and refuses with a reason', async () => {
    const uri = newUri();
    await client.open(uri, program);
    const rename = (newName: string) =>
      client.connection.sendRequest(RenameRequest.type, { textDocument: { uri }, position: at(2, 1), newName });
    const edits = (await rename('DOGS'))?.changes?.[uri] ?? [];
    expect(edits.map(({ range }) => range.start.line)).toEqual([2, 3]);
    await expect(rename('LOC')).rejects.toThrow('LOC is a module');
  });

  test('formats and offers quick fixes', async () => {
    const uri = newUri();
    await client.open(uri, 'BOX0=LOCC(image=IMAGE,object="dog")\n');
    const edits = await client.connection.sendRequest(DocumentFormattingRequest.type, {
      textDocument: { uri },
      options: { tabSize: 4, insertSpaces: true },
    });
    expect(edits?.map(({ newText }: TextEdit) => newText)).toEqual(["BOX0 = LOCC(image=IMAGE, object='dog')\n"]);
    const actions = await client.connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri },
      range: { start: at(0, 6), end: at(0, 6) },
      context: { diagnostics: [] },
    });
    expect(actions?.map(({ title }) => title).join()).toContain('LOC');
  });

  test('answers a cancelled request with RequestCancelled', async () => {
    const uri = newUri();
    // Large, so that the answer takes longer than the cancellation.
    await client.open(uri, program.repeat(10_000));
    const source = new CancellationTokenSource();
    const answer = client.connection.sendRequest(
      HoverRequest.type,
      { textDocument: { uri }, position: at(1, 8) },
      source.token,
    );
    source.cancel();
    await expect(answer).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
  });

  test('survives requests that make no sense', async () => {
    const uri = newUri();
    await client.open(uri, program);
    const { connection } = client;
    await expect(connection.sendRequest('no/suchMethod', {})).rejects.toThrow();
    for (const params of [{}, { textDocument: null }, { textDocument: { uri: 7 }, position: 'x' }, [1, 2], null]) {
      for (const method of ['textDocument/hover', 'textDocument/completion', 'textDocument/rename', cellsMethod])
        await connection.sendRequest(method, params).catch(() => undefined);
    }
    await connection.sendNotification('textDocument/didChange', { textDocument: { uri: 'untitled:Never-opened' } });
    expect(await request.hover('untitled:Never-opened', 0, 0)).toBeNull();
    expect(await request.hover(uri, 99_999, -5)).toBeNull();
    expect(await request.hover(uri, 1, 8)).not.toBeNull();
  });

  test('survives a document of 5 MB', async () => {
    const uri = newUri();
    const step = "BOX0 = LOC(image=IMAGE, object='dog')\n";
    await client.open(uri, step.repeat(Math.ceil(5e6 / step.length)));
    const report = await request.diagnostics(uri);
    expect(report.kind).toBe('full');
    expect(await request.hover(uri, 100_000, 8)).not.toBeNull();
    expect((await request.completion(uri, 100_000, 17)).map(({ label }) => label)).toContain('IMAGE');
    const here = { textDocument: { uri }, position: at(100_000, 1) };
    expect((await client.connection.sendRequest(DocumentHighlightRequest.type, here))?.length).toBeGreaterThan(100_000);
    await client.connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
    expect(await request.hover(uri, 0, 8)).toBeNull();
  });

  test('reads vprog.json and looks pictures up, and again when they change', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'vprog-server-'));
    try {
      const uri = pathToFileURL(join(folder, 'a.vprog')).href;
      await client.open(uri, `# @image cat.jpg\n${program}`);
      expect(codes(await request.diagnostics(uri))).toContain('VP208');
      await writeFile(join(folder, 'cat.jpg'), '');
      await writeFile(join(folder, 'vprog.json'), '{ "profile": "mine", "profiles": { "mine": {} } }');
      await client.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
        changes: [{ uri: pathToFileURL(join(folder, 'cat.jpg')).href, type: FileChangeType.Created }],
      });
      const after = codes(await request.diagnostics(uri));
      expect(after).not.toContain('VP208');
      expect(after).toContain('VP501');
      await writeFile(join(folder, 'vprog.json'), '{ "profile": "none-such" }');
      await client.connection.sendNotification(DidChangeWatchedFilesNotification.type, { changes: [] });
      await request.diagnostics(uri);
      const config = pathToFileURL(join(folder, 'vprog.json')).href;
      const { diagnostics } = await client.nextPush(config, each => each.diagnostics.length > 0);
      expect(diagnostics.map(({ code }) => code)).toEqual(['VP524']);
      const paths = (await request.completion(uri, 0, 9)).map(({ label }) => label);
      expect(paths).toEqual(['cat.jpg']);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('a server with a plain client', () => {
  test('pushes diagnostics with their version and takes them back on close; inserts no snippets', async () => {
    const client = await new Client().initialize({});
    const uri = newUri();
    await client.open(uri, 'X = NOPE()\n', 3);
    const pushed = await client.nextPush(uri);
    expect(pushed.version).toBe(3);
    expect(pushed.diagnostics.map(({ code }) => code)).toContain('VP201');
    const answer = await client.connection.sendRequest(CompletionRequest.type, {
      textDocument: { uri },
      position: at(0, 4),
    });
    const items = Array.isArray(answer) ? answer : (answer?.items ?? []);
    expect(items.length).toBeGreaterThan(20);
    for (const { textEdit } of items) expect(textEdit?.newText).not.toMatch(/\$/);
    await client.connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
    await client.nextPush(uri, ({ diagnostics }) => diagnostics.length === 0);
    expect(await client.stop()).toBe(0);
  });
});

describe('the process', () => {
  test("speaks over the parent's channel too", async () => {
    const client = await new Client('--node-ipc').initialize();
    const uri = newUri();
    await client.open(uri, program);
    expect((await client.connection.sendRequest<CellsResult>(cellsMethod, { uri })).cells).toHaveLength(1);
    expect(await client.stop()).toBe(0);
  });

  test('ends with status 1 where exit comes without shutdown', async () => {
    const client = await new Client().initialize(fullClient);
    await client.connection.sendNotification('exit');
    expect(await client.exited).toBe(1);
  });

  test('ends when its input ends', async () => {
    const client = await new Client().initialize(fullClient);
    client.child.stdin?.end();
    expect(await client.exited).toBe(1);
  });

  test('takes models from the folder that the client names', async () => {
    const client = await new Client().initialize(fullClient, { models: join(tmpdir(), 'no-such-folder') });
    const uri = newUri();
    await client.open(uri, "X = LOC(image=IMAGE, object='dog')\n");
    const report = await client.connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } });
    expect(codes(report)).toContain('VP501');
    expect(await client.stop()).toBe(0);
  });
});
