import { type Progress, type Stage, stages } from '@vprog/distill/protocol';

const words: Readonly<Record<Stage, string>> = {
  record: 'recording inputs',
  label: 'asking the teacher',
  filter: 'choosing samples',
  train: 'training',
  gate: 'comparing old and new',
};

const barWidth = 16;

/** Shows how far a distillation is: a bar on a terminal, elsewhere a line for each stage as it begins. */
export class ProgressView {
  readonly #stream: NodeJS.WriteStream;
  #stage: Stage | undefined;
  #drawn = '';

  constructor(stream: NodeJS.WriteStream = process.stderr) {
    this.#stream = stream;
  }

  show(progress: Progress): void {
    if (this.#stream.isTTY) this.#draw(progress);
    else if (progress.stage !== this.#stage) this.#stream.write(`${stageText(progress.stage)}\n`);
    this.#stage = progress.stage;
  }

  /** Leaves the line that is drawn, for whatever is written next. */
  end(): void {
    if (this.#drawn !== '') this.#stream.write('\n');
    this.#drawn = '';
  }

  #draw(progress: Progress): void {
    if (progress.stage !== this.#stage) this.end();
    const line = progressLine(progress).slice(0, (this.#stream.columns || 80) - 1);
    if (line === this.#drawn) return;
    this.#stream.write(`\r${line}${' '.repeat(Math.max(0, this.#drawn.length - line.length))}`);
    this.#drawn = line;
  }
}

/** `4/5 training` */
export const stageText = (stage: Stage): string => `${stages.indexOf(stage) + 1}/${stages.length} ${words[stage]}`;

/** `4/5 training  [=======---------]  340 of 1,200  loss 0.412` */
export function progressLine({ stage, done, total, loss }: Progress): string {
  const part = total > 0 ? Math.max(0, Math.min(1, done / total)) : 0;
  const full = Math.round(part * barWidth);
  const bar = `[${'='.repeat(full)}${'-'.repeat(barWidth - full)}]`;
  return [
    stageText(stage).padEnd(25),
    bar,
    ...(total > 0 ? [`${done.toLocaleString('en-US')} of ${total.toLocaleString('en-US')}`] : []),
    ...(loss === undefined ? [] : [`loss ${loss.toPrecision(3)}`]),
  ].join('  ');
}
