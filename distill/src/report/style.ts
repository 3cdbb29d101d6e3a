/**
 * The page's style sheet. In VS Code its theme gives the colours, elsewhere the reader's system chooses light or dark.
 * States differ by words and signs, boxes and curves by dashes and letters, not by colour alone.
 */
export const style = `
:root {
  color-scheme: light dark;
  --page: var(--vscode-editor-background, light-dark(#ffffff, #16191e));
  --text: var(--vscode-editor-foreground, light-dark(#1d2430, #e4e8ee));
  --soft: var(--vscode-descriptionForeground, light-dark(#576171, #9ba5b3));
  --line: var(--vscode-contrastBorder, var(--vscode-widget-border, light-dark(#dde2e8, #343b45)));
  --card: light-dark(#f6f8fa, #1d2229);
  --good: light-dark(#146c2e, #7bd88f); --bad: light-dark(#b3261e, #ff9a90); --mark: light-dark(#1f5fbf, #7db1ff);
  --good-card: light-dark(#eef8f0, #17261c); --bad-card: light-dark(#fdf1f0, #2b1a1a);
  --part-1: light-dark(#1f5fbf, #7db1ff); --part-2: light-dark(#b35c00, #f0b35c);
  --part-3: light-dark(#146c2e, #7bd88f); --part-4: light-dark(#8a3ab9, #d3a1f0);
  --teacher: #ffd60a; --before: #ff8a5c; --after: #5cd0ff;
}
body.vscode-dark, body.vscode-high-contrast { color-scheme: dark; }
/* Behind the dark ones: VS Code gives high contrast light both classes. */
body.vscode-light, body.vscode-high-contrast-light { color-scheme: light; }
body.vscode-high-contrast, body.vscode-high-contrast-light {
  --card: var(--page); --good-card: var(--page); --bad-card: var(--page); --soft: var(--text);
}
@media (prefers-contrast: more), (forced-colors: active) {
  :root { --card: var(--page); --good-card: var(--page); --bad-card: var(--page); --soft: var(--text); --line: currentColor; }
}
* { box-sizing: border-box; }
body { margin: 0; padding: 0; background: var(--page); color: var(--text); font: 15px/1.55 system-ui, sans-serif; }
main { max-width: 920px; margin: 0 auto; padding: 32px 20px 72px; }
header { margin-bottom: 20px; }
.over { margin: 0; color: var(--soft); font-size: 13px; letter-spacing: .02em; }
h1 { margin: 2px 0 0; font-size: 26px; line-height: 1.25; text-wrap: balance; overflow-wrap: anywhere; }
h2 { margin: 0 0 10px; font-size: 18px; line-height: 1.3; }
h3 { margin: 22px 0 10px; font-size: 15px; }
h3.wrong::before { content: '✗ '; color: var(--bad); }
h3.right::before { content: '✓ '; color: var(--good); }
section { margin-top: 36px; }
p { margin: 0 0 10px; max-width: 78ch; overflow-wrap: anywhere; text-wrap: pretty; }
.note { margin-top: 10px; color: var(--soft); font-size: 13.5px; }
.note strong { color: var(--text); }
.verdict { margin-top: 0; padding: 18px 22px; border: 1px solid var(--line); border-left: 5px solid; border-radius: 8px; }
.verdict.accepted { border-left-color: var(--good); background: var(--good-card); }
.verdict.refused { border-left-color: var(--bad); background: var(--bad-card); }
.verdict h2 { margin-bottom: 6px; font-size: 21px; }
.accepted h2 { color: var(--good); }
.refused h2 { color: var(--bad); }
.reason { font-size: 16px; }
.figures { display: flex; flex-wrap: wrap; gap: 10px 36px; margin: 14px 0; padding: 0; list-style: none; }
.figures li { display: grid; }
.figures b { font-size: 21px; line-height: 1.3; font-variant-numeric: tabular-nums; }
.figures li > span { color: var(--soft); font-size: 13px; }
.state { margin: 0; color: var(--soft); }
.remark { margin-top: 16px; padding: 2px 0 2px 16px; border-left: 3px solid var(--line); color: var(--soft); }
.remark p { margin: 0; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
caption { padding-bottom: 6px; color: var(--soft); font-size: 13.5px; text-align: left; }
th, td { padding: 8px 18px 8px 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; font-weight: 400; }
th:last-child, td:last-child { padding-right: 0; }
thead th { padding-top: 4px; padding-bottom: 4px; color: var(--soft); font-size: 13px; white-space: nowrap; }
tbody th, td.after { font-weight: 600; }
tbody th small { display: block; color: var(--soft); font-size: 13px; font-weight: 400; }
tfoot th, tfoot td { border-bottom: 0; }
.wide + .wide { margin-top: 26px; }
.number { text-align: right; white-space: nowrap; }
.up { color: var(--good); }
.down { color: var(--bad); }
td.interval { white-space: nowrap; }
td.interval span { color: var(--soft); font-size: 13.5px; }
td.rule { min-width: 180px; font-size: 13.5px; }
tbody th { min-width: 130px; }
.plot { display: block; margin: 2px 0; }
.plot .zero { stroke: var(--soft); stroke-dasharray: 2 2; }
.plot .bar { stroke: var(--mark); stroke-width: 3px; stroke-linecap: round; }
.plot circle { fill: var(--mark); stroke: var(--page); stroke-width: 1.5px; }
figure { margin: 0; }
figcaption { color: var(--soft); font-size: 13px; }
.chart { overflow-x: auto; }
.chart svg { display: block; width: 100%; height: auto; min-width: 560px; max-width: 820px; }
.chart text { fill: var(--text); font: 12px system-ui, sans-serif; }
.chart text.name { fill: var(--soft); }
.grid { stroke: var(--line); }
body.vscode-high-contrast .grid { stroke-opacity: .35; }
@media (prefers-contrast: more), (forced-colors: active) { .grid { stroke-opacity: .35; } }
.axis, .tick { stroke: var(--soft); }
.curve { fill: none; stroke: var(--text); stroke-width: 2.2px; stroke-linejoin: round; }
.curve-1 { stroke: var(--part-1); stroke-width: 1.7px; stroke-dasharray: 7 3; }
.curve-2 { stroke: var(--part-2); stroke-width: 1.7px; stroke-dasharray: 2 3; }
.curve-3 { stroke: var(--part-3); stroke-width: 1.7px; stroke-dasharray: 9 3 2 3; }
.curve-4 { stroke: var(--part-4); stroke-width: 1.7px; stroke-dasharray: 4 4; }
.legend { display: flex; flex-wrap: wrap; gap: 6px 24px; margin: 12px 0 0; padding: 0; list-style: none; }
.legend svg { vertical-align: -5px; margin-right: 4px; }
.swatch { fill: #4a515c; }
.gallery { display: grid; grid-template-columns: repeat(auto-fill, minmax(264px, 1fr)); gap: 20px 16px; margin: 0; padding: 0; list-style: none; }
.gallery svg { display: block; max-width: 100%; height: auto; border-radius: 6px; }
.gallery figcaption { display: grid; margin-top: 6px; line-height: 1.45; }
.gallery .photo { color: var(--text); font-weight: 600; overflow-wrap: anywhere; }
.gallery i { display: inline-block; width: 58px; font-style: normal; }
.gone { fill: var(--line); }
.halo { fill: none; stroke: #000; stroke-opacity: .5; stroke-width: 5px; vector-effect: non-scaling-stroke; }
.box { fill: none; stroke-width: 2.5px; vector-effect: non-scaling-stroke; }
.box.teacher { stroke: var(--teacher); stroke-dasharray: 1 5; stroke-linecap: round; stroke-width: 3px; }
.box.before { stroke: var(--before); stroke-dasharray: 9 5; }
.box.after { stroke: var(--after); }
.plate.teacher { fill: var(--teacher); }
.plate.before { fill: var(--before); }
.plate.after { fill: var(--after); }
.letter { fill: #10141a; font-family: ui-monospace, 'DejaVu Sans Mono', monospace; font-weight: 700; }
dl { margin: 26px 0 0; display: grid; gap: 8px; }
dl div { display: flex; gap: 16px; }
dt { flex: 0 0 84px; color: var(--soft); }
dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
.hash, .path { font: 12.5px ui-monospace, 'DejaVu Sans Mono', monospace; overflow-wrap: anywhere; }
td.hash { min-width: 260px; }
@media print { section, figure, tr { break-inside: avoid; } }
`;
