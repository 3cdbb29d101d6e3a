/** What stands above a report: what can be done with it, and what was. */
export interface Bar {
  readonly text: string;
  readonly buttons: readonly Button[];
}
/** `command` comes back in the message of a click. */
export interface Button {
  readonly command: string;
  readonly title: string;
  readonly primary?: true;
}

const STYLE = `
#vprog-bar { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; align-items: center; gap: 8px;
  padding: 10px 20px; font-family: var(--vscode-font-family, sans-serif); font-size: var(--vscode-font-size, 13px);
  color: var(--vscode-foreground, inherit); background: var(--vscode-editorWidget-background, Canvas);
  border-bottom: 1px solid var(--vscode-contrastBorder, var(--vscode-editorWidget-border, GrayText)); }
#vprog-bar p { flex: 1 1 16em; margin: 0; max-width: none; }
#vprog-bar div { display: flex; gap: 8px; }
#vprog-bar button { padding: 5px 14px; border: 1px solid var(--vscode-button-border, transparent); border-radius: 3px;
  font: inherit; cursor: pointer; color: var(--vscode-button-secondaryForeground, ButtonText);
  background: var(--vscode-button-secondaryBackground, ButtonFace); }
#vprog-bar button.primary { color: var(--vscode-button-foreground, ButtonText);
  background: var(--vscode-button-background, ButtonFace); }
#vprog-bar button:hover:enabled { background: var(--vscode-button-secondaryHoverBackground, ButtonFace); }
#vprog-bar button.primary:hover:enabled { background: var(--vscode-button-hoverBackground, ButtonFace); }
#vprog-bar button:focus-visible { outline: 1px solid var(--vscode-focusBorder, Highlight); outline-offset: 2px; }
#vprog-bar button:disabled { opacity: .5; cursor: default; }
.vscode-high-contrast #vprog-bar button, .vscode-high-contrast-light #vprog-bar button {
  border-color: var(--vscode-contrastBorder, currentColor); }`;

/** A click counts once: the page is drawn anew when what it asked for is done. */
const SCRIPT = `
const { postMessage } = acquireVsCodeApi();
const buttons = document.querySelectorAll('#vprog-bar button');
for (const button of buttons) button.addEventListener('click', () => {
  for (const each of buttons) each.disabled = true;
  postMessage({ command: button.value });
});`;

/**
 * The page of a report with a bar on top, for a webview: pictures only from data URIs, no script but the bar's own,
 * which `nonce` lets through; nothing is fetched.
 */
export function reportPage(report: string, bar: Bar, nonce: string): string {
  const policy = `default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'nonce-${nonce}'`;
  const head = `<meta http-equiv="Content-Security-Policy" content="${policy}"><style>${STYLE}</style>`;
  const buttons = bar.buttons.map(
    ({ command, title, primary }) =>
      `<button type="button" value="${escaped(command)}"${primary ? ' class="primary"' : ''}>${escaped(title)}</button>`,
  );
  const top = `<div id="vprog-bar" role="region" aria-label="Decision"><p role="status">${escaped(bar.text)}</p><div>${buttons.join('')}</div></div>`;
  const script = buttons.length === 0 ? '' : `<script nonce="${nonce}">${SCRIPT}</script>`;
  return report.replace(/<head[^>]*>/i, found => found + head).replace(/<body[^>]*>/i, found => found + top + script);
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`);
