import { RunError } from '../errors.ts';
import type { RuntimeValue } from '../values.ts';

// CPython's classes of mistakes, in its words, so that a person finds them explained everywhere.

export const typeError = (message: string): RunError => new RunError('VP703', message, 'TypeError');
export const attributeError = (message: string): RunError => new RunError('VP703', message, 'AttributeError');
export const indexError = (message: string): RunError => new RunError('VP704', message, 'IndexError');
export const keyError = (message: string): RunError => new RunError('VP704', message, 'KeyError');
export const zeroDivision = (message: string): RunError => new RunError('VP705', message, 'ZeroDivisionError');
export const nameError = (name: string): RunError =>
  new RunError('VP706', `name '${name}' is not defined`, 'NameError');
export const valueError = (message: string): RunError => new RunError('VP707', message, 'ValueError');
export const overflowError = (message: string): RunError => new RunError('VP707', message, 'OverflowError');

const names: Partial<Record<RuntimeValue['type'], string>> = {
  None: 'NoneType',
  image: 'Image',
  box: 'Box',
  object: 'Object',
  mask: 'Mask',
};

/** The type's name as CPython's messages have it. */
export const typeNameOf = (value: RuntimeValue): string => names[value.type] ?? value.type;
