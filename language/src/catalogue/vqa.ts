import { ANSWER, STR } from '../types.ts';
import { image } from './parameters.ts';
import type { ModuleSignature } from './signature.ts';

export const vqa: ModuleSignature = {
  name: 'VQA',
  parameters: [image, { name: 'question', type: STR, doc: 'The question, in plain English.' }],
  returns: ANSWER,
  doc: `Answers a question about a picture in a word or two.

The answer is a text such as \`yes\`, \`2\` or \`red\`; EVAL reads \`yes\`, \`no\` and digits as truth values and numbers. Short questions about one thing work best: crop to it first.`,
  example: "ANSWER0 = VQA(image=IMAGE, question='What color is the car?')",
  capability: 'answer',
};
