export { differentiate, NotDifferentiable } from './differentiate.ts';
export { probe, type Values } from './probe.ts';
export { rules } from './vjp/index.ts';
