import { type Disposable, window } from 'vscode';

/**
 * Whether the hover of a result may still be on the screen. VS Code hides a hover before it looks for what Escape is bound
 * to, so without this the key that closes the hover would clear the results as well.
 */
export class Hovers implements Disposable {
  #shown = false;
  readonly #subscription = window.onDidChangeTextEditorSelection(() => {
    this.#shown = false;
  });

  shown(): void {
    this.#shown = true;
  }

  /** Escape was pressed; returns whether that was for a hover. */
  dismiss(): boolean {
    const was = this.#shown;
    this.#shown = false;
    return was;
  }

  dispose(): void {
    this.#subscription.dispose();
  }
}
