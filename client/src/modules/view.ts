import {
  Disposable,
  EventEmitter,
  MarkdownString,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  window,
  workspace,
} from 'vscode';
import { configFor } from '../configuration.ts';
import type { Feature } from '../context.ts';
import { LANGUAGE } from '../documents.ts';
import { modelNodes, type Node, rowOf, versionNodes } from './rows.ts';

/** The tree of modules that have learnt: their models, the versions of these, and which is in use for the program in front. */
export const modulesView: Feature = ({ versions }) => {
  const changed = new EventEmitter<undefined>();
  const refresh = () => changed.fire(undefined);
  let config = configFor(programInFront());
  const view = window.createTreeView<Node>('vprog.modules', {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getTreeItem: itemOf,
      getChildren: async node => {
        if (node) return node.kind === 'model' ? [...versionNodes(node)] : [];
        // What a workspace configures is nothing to read before it is trusted.
        if (!workspace.isTrusted) return [];
        view.description = config === undefined ? '' : workspace.asRelativePath(config);
        return [...modelNodes(await versions.list(config), config)];
      },
    },
  });
  const watcher = workspace.createFileSystemWatcher('**/vprog.json');
  const look = () => {
    config = configFor(programInFront());
    refresh();
  };
  return Disposable.from(
    changed,
    view,
    watcher,
    watcher.onDidChange(refresh),
    watcher.onDidCreate(look),
    watcher.onDidDelete(look),
    versions.onDidChange(refresh),
    workspace.onDidGrantWorkspaceTrust(refresh),
    // Versions are also made and activated outside of this window.
    view.onDidChangeVisibility(({ visible }) => visible && look()),
    window.onDidChangeActiveTextEditor(() => {
      const program = programInFront();
      if (program && configFor(program) !== config) look();
    }),
  );
};

function programInFront() {
  const document = window.activeTextEditor?.document;
  return document?.languageId === LANGUAGE ? document : undefined;
}

function itemOf(node: Node): TreeItem {
  const row = rowOf(node);
  const { Expanded, None } = TreeItemCollapsibleState;
  const item = new TreeItem(row.label, node.kind === 'model' ? Expanded : None);
  item.id = node.kind === 'model' ? node.bound.capability : `${node.model}@${node.number}`;
  item.description = row.description;
  item.tooltip = new MarkdownString(row.tooltip);
  item.iconPath = new ThemeIcon(row.icon);
  item.contextValue = row.context;
  item.accessibilityInformation = { label: row.accessible };
  return item;
}
