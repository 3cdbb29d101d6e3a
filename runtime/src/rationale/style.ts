/** The page's style sheet. Light and dark follow the reader's system; states differ by words and signs, not colour alone. */
export const style = `
:root {
  color-scheme: light dark;
  --page: #f6f7f9; --card: #ffffff; --text: #1d2430; --soft: #5b6675; --line: #dfe3e8;
  --name: #1f5fbf; --module: #b3261e; --argument: #9a5b00; --value: #1b7a3d; --best: #e02b20; --shape: #2f6fed;
  --warning: #8a5a00; --error: #b3261e;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #15181d; --card: #1e2229; --text: #e4e8ee; --soft: #98a2b0; --line: #333a44;
    --name: #7db1ff; --module: #ff8a80; --argument: #f0b35c; --value: #7bd88f; --best: #ff5a4f; --shape: #6ea0ff;
    --warning: #f0b35c; --error: #ff8a80;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 960px; margin: 0 auto; padding: 24px 16px 64px; }
.cell + .cell { margin-top: 56px; }
h1 { font-size: 24px; line-height: 1.25; margin: 0 0 8px; text-wrap: balance; }
header { margin-bottom: 20px; }
header figure { margin-bottom: 8px; }
.answer { margin: 0 0 8px; font-size: 20px; font-weight: 600; color: var(--value); overflow-wrap: anywhere; }
.answer.doubtful, .answer.failed { color: var(--error); }
code, .equation, .output, .where { font-family: ui-monospace, 'SF Mono', 'Cascadia Mono', 'DejaVu Sans Mono', monospace; font-size: 13px; }
a { color: var(--name); }
.facts { margin: 0; color: var(--soft); font-size: 13px; overflow-wrap: anywhere; }
.steps { list-style: none; margin: 0; padding: 0; display: grid; gap: 12px; }
.step, .expectations, div.failed { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 12px 16px; }
.step.failed, div.failed { border-color: var(--error); }
div.failed { margin-bottom: 12px; }
.head { display: flex; flex-wrap: wrap; gap: 4px 14px; align-items: baseline; }
.line { flex: none; min-width: 52px; margin-right: 8px; color: var(--soft); font-size: 13px; text-decoration: none; }
a.line:hover, a.line:focus { text-decoration: underline; }
.head .line { margin-right: 0; }
.equation { flex: 1 1 320px; overflow-wrap: anywhere; }
.equation .name { color: var(--name); }
.equation .module { color: var(--module); }
.equation i { font-style: normal; color: var(--argument); }
.holds { color: var(--value); }
.where { margin: 4px 0 0 66px; color: var(--soft); overflow-wrap: anywhere; }
.where span + span::before { content: ', '; }
.cached { font-style: italic; }
.body { display: flex; flex-wrap: wrap; align-items: flex-start; gap: 8px 24px; margin: 10px 0 0 66px; }
.body:empty { display: none; }
.pictures { display: flex; flex-wrap: wrap; align-items: center; gap: 12px; }
.arrow { color: var(--soft); font-size: 22px; }
figure { margin: 0; max-width: 100%; }
svg { display: block; max-width: 100%; height: auto; border-radius: 4px; background: var(--line); }
figcaption { color: var(--soft); font-size: 12px; }
.gone { fill: var(--line); }
rect.shape { fill: none; stroke: var(--shape); stroke-width: 2px; vector-effect: non-scaling-stroke; }
rect.shape.best { stroke: var(--best); stroke-width: 3px; }
.plate { fill: var(--shape); }
.best .plate { fill: var(--best); }
svg text { fill: #fff; font-family: ui-monospace, 'DejaVu Sans Mono', monospace; font-weight: 600; }
.output { margin: 0; color: var(--value); font-weight: 600; white-space: pre-wrap; overflow-wrap: anywhere; }
p.output::before { content: '= '; color: var(--soft); }
table.output { border-collapse: collapse; font-weight: 400; }
.output td { padding: 1px 16px 1px 0; }
.output .box { color: var(--soft); }
meter { width: 72px; height: 10px; vertical-align: baseline; }
.warning, .error { margin: 10px 0 0 66px; overflow-wrap: anywhere; }
.warning { color: var(--warning); }
.warning::before { content: '⚠ '; }
.error { color: var(--error); }
.error::before { content: '✗ '; }
div.failed .error { margin: 4px 0 0; }
.expectations { list-style: none; margin: 12px 0 0; }
.met::before { content: '✓ '; color: var(--value); }
.missed::before { content: '✗ '; color: var(--error); }
@media (max-width: 600px) { .where, .body, .warning, .error { margin-left: 0; } }
`;
