/** What the suites in VS Code tell their runner, in out/tests/vscode/tally.json. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
}
