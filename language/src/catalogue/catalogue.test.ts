import { describe, expect, test } from 'vitest';
import { modules } from './index.ts';
import { modulesPage } from './page.ts';

const visprog =
  'EVAL RESULT VQA LOC COUNT CROP CROP_RIGHTOF CROP_LEFTOF CROP_ABOVE CROP_BELOW CROP_FRONTOF CROP_INFRONT ' +
  'CROP_INFRONTOF CROP_BEHIND CROP_AHEAD SEG SELECT COLORPOP BGBLUR REPLACE EMOJI FACEDET LIST CLASSIFY TAG';

test('has the modules of VisProg, and READ', () => {
  expect([...modules.keys()].sort()).toEqual([...visprog.split(' '), 'READ'].sort());
});

describe.each([...modules.values()])('$name', module => {
  const { name, parameters, doc, example } = module;

  test('is documented: a first sentence that stands alone, and each parameter', () => {
    expect(doc).toMatch(/^[A-Z][^\n]{20,120}\.\n\n/);
    for (const parameter of parameters) expect(parameter.doc).toMatch(/^[A-Z].*\.$/);
  });

  test('has an example of itself that gives every required argument', () => {
    expect(example).toMatch(new RegExp(`^[A-Z0-9]+ = ${name}\\(`));
    for (const parameter of parameters) {
      if (parameter.default === undefined) expect(example).toContain(`${parameter.name}=`);
    }
  });
});

// After a change of the catalogue: npx vitest run language/src/catalogue -u
test('the manual has this catalogue', async () => {
  await expect(modulesPage()).toMatchFileSnapshot('../../../docs/modules.md');
});
