import { describe, expect, it } from 'vitest';
import { type Bar, reportPage } from './report-page.ts';

const report =
  '<!doctype html>\n<html lang="en">\n<head>\n<title>R</title>\n</head>\n<body>\n<main>$& it</main></body></html>';
const bar: Bar = {
  text: 'Keep <it>?',
  buttons: [
    { command: 'keep', title: 'Keep & use', primary: true },
    { command: 'discard', title: 'Discard' },
  ],
};

describe('a report in a webview', () => {
  const page = reportPage(report, bar, 'abc');

  it('keeps the report and stands below the bar', () => {
    expect(page).toContain('<main>$& it</main>');
    expect(page.indexOf('id="vprog-bar"')).toBeLessThan(page.indexOf('<main>'));
    expect(page).toContain('Keep &#60;it&#62;?');
    expect(page).toContain('<button type="button" value="keep" class="primary">Keep &#38; use</button>');
  });

  it('allows its own script alone, and says so before anything else', () => {
    const policy = /<head><meta http-equiv="Content-Security-Policy" content="([^"]+)">/.exec(page)?.[1];
    expect(policy).toBe("default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'nonce-abc'");
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).toContain('<script nonce="abc">');
  });

  it('has no script where there is nothing to decide', () =>
    expect(reportPage(report, { ...bar, buttons: [] }, 'abc')).not.toContain('<script'));
});
