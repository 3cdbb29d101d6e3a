import { cut } from './value.ts';

/** Text shown as it is, whatever Markdown, HTML or icon syntax it holds; cut at 2,000 characters. */
export const markdown = (text: string): string =>
  cut(text, 2000).replace(/[\\`*_{}[\]()#+\-.!~|<>&$:]/g, character => `&#${character.charCodeAt(0)};`);
