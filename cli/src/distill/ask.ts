import { createInterface } from 'node:readline';
import { CancelledError } from '../exit.ts';

/** Whether there is a person to ask. */
export const canAsk = (): boolean => process.stdin.isTTY === true && process.stderr.isTTY === true;

/**
 * Asks a person on the terminal; an empty line is yes, the end of the input no. Throws CancelledError when `signal`
 * aborts meanwhile.
 */
export async function confirm(question: string, signal: AbortSignal): Promise<boolean> {
  // Not as a terminal of readline's, so that Ctrl-C stays a signal.
  const lines = createInterface({ input: process.stdin, terminal: false });
  try {
    return await new Promise<boolean>((resolve, reject) => {
      const ask = () => process.stderr.write(`${question} [Y/n] `);
      let answered = false;
      /** Without an answer, and so without the line's end. */
      const leave = (settle: () => void) => {
        if (!answered) process.stderr.write('\n');
        answered = true;
        settle();
      };
      lines.on('line', line => {
        const answer = /^(?:(y(?:es)?|)|no?)$/i.exec(line.trim());
        if (answer === null) return ask();
        answered = true;
        resolve(answer[1] !== undefined);
      });
      lines.on('close', () => leave(() => resolve(false)));
      signal.addEventListener('abort', () => leave(() => reject(new CancelledError('Cancelled.'))), { once: true });
      ask();
    });
  } finally {
    lines.close();
    process.stdin.pause();
  }
}
