import { homedir } from 'node:os';
import type { DataSource, DistillParams, Estimate } from '@vprog/distill/protocol';
import type { ModelStatus, ModuleModels } from '@vprog/runtime/protocol';
import { type CancellationToken, CancellationTokenSource, Uri, window, workspace } from 'vscode';
import type { Context } from '../context.ts';
import { modelName } from '../text/model.ts';
import { estimateText } from './estimate-text.ts';
import { type Learner, learners } from './learners.ts';
import { ask, askAll, type Question, type Row, separator } from './multi-step.ts';
import type { OpenProgram } from './programs.ts';
import { modelFacts, studentOf, teachersOf } from './teachers.ts';

/** The same for all, so that the same choices take up the work of an earlier attempt. */
const SEED = 1;

export interface Given {
  /** Absent: asked first. */
  readonly learner?: Learner;
  /** What the open program gives a module, where one is open and gives it something. */
  program(learner: Learner): Promise<OpenProgram | undefined>;
  readonly config: string | undefined;
  /** Every model known, and what is bound. */
  readonly models: readonly ModelStatus[];
  readonly bound: readonly ModuleModels[];
}

/** What the user has chosen so far. */
interface Draft {
  learner: Learner;
  teacher?: string;
  data?: DataSource;
}

/** Asks what is to be distilled, page by page, and shows what it will cost; undefined where the user leaves. Rejects where it cannot be estimated. */
export async function askWhatToDistill(
  { distiller }: Context,
  given: Given,
): Promise<{ readonly learner: Learner; readonly params: DistillParams } | undefined> {
  const draft: Draft = { learner: given.learner ?? learners[0]! };
  const params = (): DistillParams => ({
    capability: draft.learner.capability,
    teacher: draft.teacher!,
    data: draft.data!,
    ...(given.config === undefined ? {} : { config: given.config }),
    seed: SEED,
  });
  const questions: readonly Question[] = [
    ...(given.learner ? [] : [moduleQuestion(draft, given)]),
    teacherQuestion(draft, given),
    dataQuestion(draft, given),
    estimateQuestion(draft, token => distiller.estimate(params(), token)),
  ];
  return (await askAll(questions)) ? { learner: draft.learner, params: params() } : undefined;
}

const moduleQuestion =
  (draft: Draft, { bound }: Given): Question =>
  async (step, steps) => {
    const rows = learners.map((learner): Row<Learner> => {
      const student = studentOf(learner.capability, bound);
      const description = student ? modelName(student) : 'no model is bound to it';
      return { label: `$(symbol-module) ${learner.module}`, description, ...(student ? { value: learner } : {}) };
    });
    const answer = await ask({
      title: 'Distill a module',
      placeholder: 'Which module is to learn? These are the ones whose model can be trained.',
      rows,
      step,
      steps,
      selected: draft.learner,
    });
    if (typeof answer === 'object') draft.learner = answer.value;
    return answer;
  };

const teacherQuestion =
  (draft: Draft, { bound, models }: Given): Question =>
  async (step, steps) => {
    const { capability, module } = draft.learner;
    const student = studentOf(capability, bound);
    if (!student)
      throw new Error(`${module}: no model is bound to '${capability}'. Bind one in vprog.json, then distill.`);
    const teachers = teachersOf(capability, student, models);
    if (teachers.length === 0)
      throw new Error(`${module}: no other model answers '${capability}'. Add one to vprog.json to learn from.`);
    const answer = await ask({
      title: `Distill ${module}: teacher`,
      placeholder: `Which model is ${modelName(student)} to learn from?`,
      rows: teachers.map(
        (model): Row<string> => ({
          label: `$(mortar-board) ${model.title}`,
          description: modelFacts(model),
          value: model.id,
        }),
      ),
      step,
      steps,
      ...(draft.teacher === undefined ? {} : { selected: draft.teacher }),
    });
    if (typeof answer === 'object') draft.teacher = answer.value;
    return answer;
  };

type Choice = DataSource['kind'];

const dataQuestion =
  (draft: Draft, given: Given): Question =>
  async (step, steps) => {
    const { module } = draft.learner;
    const program = await given.program(draft.learner);
    const rows: readonly Row<Choice>[] = [
      ...(program
        ? [
            {
              label: `$(file-code) What ${program.name} gives ${module}`,
              description: 'the pictures of its steps, as they are when it runs',
              value: 'programs' as const,
            },
          ]
        : []),
      { label: '$(file-media) The photos that come with VProg', value: 'bundled' },
      { label: '$(folder-opened) A folder of pictures…', description: 'and the folders in it', value: 'folder' },
    ];
    for (;;) {
      const answer = await ask({
        title: `Distill ${module}: data`,
        placeholder: `On which pictures is ${module} to learn? Nothing leaves this machine.`,
        rows,
        step,
        steps,
        selected: draft.data?.kind ?? 'bundled',
      });
      if (typeof answer !== 'object') return answer;
      const data = await dataOf(answer.value, program);
      // Without a folder the page is shown again.
      if (data) {
        draft.data = data;
        return answer;
      }
    }
  };

async function dataOf(choice: Choice, program: OpenProgram | undefined): Promise<DataSource | undefined> {
  if (choice === 'bundled') return { kind: 'bundled' };
  if (choice === 'programs') return program && { kind: 'programs', programs: program.sources };
  const [folder] =
    (await window.showOpenDialog({
      title: 'Pictures to learn from',
      openLabel: 'Learn from this folder',
      canSelectFiles: false,
      canSelectFolders: true,
      defaultUri: workspace.workspaceFolders?.[0]?.uri ?? Uri.file(homedir()),
    })) ?? [];
  return folder && { kind: 'folder', path: folder.fsPath };
}

/** Tries some steps while the page is there; leaving it before they are done ends that. */
const estimateQuestion =
  (draft: Draft, estimate: (token: CancellationToken) => Promise<Estimate>): Question =>
  async (step, steps) => {
    const cancellation = new CancellationTokenSource();
    let trying = true;
    const later = estimate(cancellation.token)
      .finally(() => {
        trying = false;
      })
      .then(estimateRows);
    try {
      return await ask({
        title: `Distill ${draft.learner.module}: estimate`,
        placeholder: 'Programs can run meanwhile. Nothing changes before you keep the result.',
        rows: [{ label: '$(loading~spin) Trying some steps to estimate time and disk…' }],
        later,
        step,
        steps,
      });
    } finally {
      if (trying) cancellation.cancel();
      cancellation.dispose();
    }
  };

function estimateRows(estimate: Estimate): readonly Row<'start'>[] {
  const { cost, what, remarks } = estimateText(estimate);
  const told = remarks.flatMap(lines =>
    lines.map((line, at): Row<never> => ({ label: at === 0 ? `$(info) ${line}` : `$(blank) ${line}` })),
  );
  return [
    { label: '$(play) Start', description: cost, detail: what, value: 'start' },
    ...(told.length > 0 ? [separator('Good to know'), ...told] : []),
  ];
}
