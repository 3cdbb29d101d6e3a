import type { Message } from '@bufbuild/protobuf';

const origins = new WeakMap<object, Message>();

/** Remembers the message that a value was read from. As values never change, writing it again writes that message: to the byte, with all that is not looked at here. */
export function readFrom<T extends object>(value: T, message: Message): T {
  origins.set(value, message);
  return value;
}

/** The message to write for a value: the one it was read from, else a new one. */
export function messageOf<M extends Message, T extends object>(value: T, make: (value: T) => M): M {
  return (origins.get(value) as M | undefined) ?? make(value);
}
