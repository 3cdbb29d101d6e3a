import { homedir } from 'node:os';
import {
  type ExtensionContext,
  type QuickPickItem,
  QuickPickItemKind,
  RelativePattern,
  Uri,
  window,
  workspace,
} from 'vscode';
import { inOrder, PICTURE_ENDINGS, type PictureFile, use } from './choices.ts';

const USED = 'vprog.pictures.used';
const CHOSEN = 'vprog.pictures.chosen';
/** Files looked at for a pick. */
const MOST = 500;

type Inputs = Readonly<Record<string, string>>;
type Choice = QuickPickItem & { readonly path?: string; readonly browse?: true };

/** Which pictures a cell runs on, where its directives do not say: asked once, then remembered in the workspace. */
export class Pictures {
  readonly #state: ExtensionContext['workspaceState'];

  constructor(extension: ExtensionContext) {
    this.#state = extension.workspaceState;
  }

  /** What was chosen for this cell before. */
  chosen(document: Uri, cell: number): Inputs {
    return this.#state.get<Record<string, Inputs>>(CHOSEN, {})[`${document}#${cell}`] ?? {};
  }

  /** Asks for a picture for each variable; undefined where the user leaves. What was chosen is remembered. */
  async choose(document: Uri, cell: number, variables: readonly string[]): Promise<Inputs | undefined> {
    const inputs: Record<string, string> = {};
    for (const [index, variable] of variables.entries()) {
      const path = await this.#pick(variable, variables.length > 1 ? ` (${index + 1} of ${variables.length})` : '');
      if (path === undefined) return undefined;
      inputs[variable] = path;
    }
    const all = this.#state.get<Record<string, Inputs>>(CHOSEN, {});
    await this.#state.update(CHOSEN, { ...all, [`${document}#${cell}`]: inputs });
    return inputs;
  }

  async #pick(variable: string, of: string): Promise<string | undefined> {
    const used = this.#state.get<readonly string[]>(USED, []);
    const pick = window.showQuickPick<Choice>(this.#choices(used), {
      title: `Picture for ${variable}${of}`,
      placeHolder: 'Type to find a picture of this workspace, or browse',
      matchOnDescription: true,
    });
    const choice = await pick;
    const path = choice?.browse ? await browse(variable) : choice?.path;
    if (path !== undefined) await this.#state.update(USED, use(used, path));
    return path;
  }

  async #choices(used: readonly string[]): Promise<readonly Choice[]> {
    const files = inOrder(await workspacePictures(), used);
    const pictures = files.map((file): Choice => {
      const slash = file.label.lastIndexOf('/');
      return {
        label: file.label.slice(slash + 1),
        description: file.label.slice(0, Math.max(0, slash)),
        iconPath: Uri.file(file.path),
        path: file.path,
      };
    });
    const separator: Choice = { label: '', kind: QuickPickItemKind.Separator };
    return [...pictures, separator, { label: '$(folder-opened) Browse…', alwaysShow: true, browse: true }];
  }
}

async function workspacePictures(): Promise<readonly PictureFile[]> {
  const pattern = `**/*.{${PICTURE_ENDINGS.flatMap(ending => [ending, ending.toUpperCase()]).join(',')}}`;
  const found = await Promise.all(
    (workspace.workspaceFolders ?? []).map(folder =>
      workspace.findFiles(new RelativePattern(folder, pattern), '**/{node_modules,.git}/**', MOST),
    ),
  );
  return Promise.all(
    found.flat().map(async uri => {
      const { mtime } = await workspace.fs.stat(uri);
      return { path: uri.fsPath, label: workspace.asRelativePath(uri), changed: mtime };
    }),
  );
}

async function browse(variable: string): Promise<string | undefined> {
  const [uri] =
    (await window.showOpenDialog({
      title: `Picture for ${variable}`,
      openLabel: 'Run on this picture',
      filters: { Pictures: [...PICTURE_ENDINGS] },
      defaultUri: workspace.workspaceFolders?.[0]?.uri ?? Uri.file(homedir()),
    })) ?? [];
  return uri?.fsPath;
}
