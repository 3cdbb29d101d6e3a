import { describe, expect, test } from 'vitest';
import { CodeActionKind } from 'vscode-languageserver';
import { clientFeatures, serverCapabilities } from './capabilities.ts';

describe('serverCapabilities', () => {
  test('a client that says nothing gets neither pull diagnostics nor code actions', () => {
    const capabilities = serverCapabilities(clientFeatures({}));
    expect(capabilities).not.toHaveProperty('diagnosticProvider');
    expect(capabilities).not.toHaveProperty('codeActionProvider');
    expect(capabilities.renameProvider).toBe(true);
  });

  test('what a client can do is answered in kind', () => {
    const capabilities = serverCapabilities(
      clientFeatures({
        textDocument: {
          diagnostic: {},
          rename: { prepareSupport: true },
          codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [CodeActionKind.QuickFix] } } },
        },
      }),
    );
    expect(capabilities.diagnosticProvider).toMatchObject({ interFileDependencies: false });
    expect(capabilities.renameProvider).toEqual({ prepareProvider: true });
    expect(capabilities.codeActionProvider).toEqual({ codeActionKinds: [CodeActionKind.QuickFix] });
  });

  test('refreshing is asked only of a client that can', () => {
    const { refresh } = clientFeatures({ workspace: { diagnostics: { refreshSupport: true }, inlayHint: {} } });
    expect(refresh).toEqual({ diagnostics: true, semanticTokens: false, inlayHints: false });
  });
});
