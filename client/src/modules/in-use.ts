import { window } from 'vscode';
import { modelName } from '../text/model.ts';

/** Says in passing which version of a model is in use now; 0 is the original. */
export function sayInUse(model: string, number: number): void {
  const name = number === 0 ? `the original ${model}` : modelName(`${model}@${number}`);
  window.setStatusBarMessage(`VProg: ${name} is in use from the next run on`, 5000);
}
