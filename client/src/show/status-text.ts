/** What the status item says. `device` is that of the last run. */
export function statusText(state: {
  readonly trusted: boolean;
  readonly running: number;
  readonly steps?: { readonly ended: number; readonly all: number };
  readonly device: string | undefined;
}): { readonly text: string; readonly tooltip: string } {
  const { trusted, running, steps, device } = state;
  const menu = 'Click for run, cancel, log and report.';
  if (!trusted) {
    return {
      text: '$(workspace-untrusted) VProg',
      tooltip: `Programs are checked but not run: the workspace is in Restricted Mode. ${menu}`,
    };
  }
  if (running > 0) {
    const count = steps && steps.all > 0 ? ` ${steps.ended}/${steps.all}` : '';
    return { text: `$(sync~spin) VProg${count}`, tooltip: `Running a visual program. ${menu}` };
  }
  if (device === undefined) return { text: '$(play-circle) VProg', tooltip: `No program has run yet. ${menu}` };
  return { text: `$(play-circle) VProg: ${device.toUpperCase()}`, tooltip: `Models run on ${device}. ${menu}` };
}
