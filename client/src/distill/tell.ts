import { window } from 'vscode';

/** What `work` gives; where it fails, its message is shown, once, and the answer is undefined. */
export async function orTell<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    void window.showErrorMessage(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}
