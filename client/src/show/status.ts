import { Disposable, StatusBarAlignment, window, workspace } from 'vscode';
import type { Feature } from '../context.ts';
import { LANGUAGE } from '../documents.ts';
import { statusText } from './status-text.ts';

/** The status item: device and progress, seen beside a program or while one runs. */
export const status: Feature = ({ documents, runs }) => {
  const item = window.createStatusBarItem('vprog.status', StatusBarAlignment.Right, 100);
  item.name = 'VProg';
  item.command = 'vprog.showMenu';
  let device: string | undefined;
  const update = () => {
    const active = runs.active.flatMap(run => documents.results(run.uri).filter(results => results.run === run.id));
    const steps = active.flatMap(results => results.steps);
    const { text, tooltip } = statusText({
      trusted: workspace.isTrusted,
      running: runs.active.length,
      steps: { ended: steps.filter(step => step.phase === 'ended').length, all: steps.length },
      device,
    });
    item.text = text;
    item.tooltip = tooltip;
    if (runs.active.length > 0 || window.activeTextEditor?.document.languageId === LANGUAGE) item.show();
    else item.hide();
  };
  update();
  return Disposable.from(
    item,
    runs.onDidChange(update),
    runs.onDidEnd(({ trace }) => {
      device = trace?.device ?? device;
      update();
    }),
    window.onDidChangeActiveTextEditor(update),
    workspace.onDidGrantWorkspaceTrust(update),
  );
};
