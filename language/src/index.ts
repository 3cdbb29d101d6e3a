export type * from './ast.ts';
export type * from './catalogue/signature.ts';
export type * from './config.ts';
export type * from './model-card.ts';
export type * from './problem.ts';
export * from './problems.ts';
export * from './span.ts';
export * from './types.ts';
