import { createInterface } from 'node:readline';
import { JobuError } from '../errors.ts';

/** A line typed on the terminal that is not shown. */
function ask(question: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const terminal = createInterface({ input: process.stdin, output: process.stderr, terminal: true });
    // What is typed would be echoed; only the question is.
    const silent = terminal as typeof terminal & { _writeToOutput?: (text: string) => void };
    process.stderr.write(question);
    silent._writeToOutput = () => {};
    terminal.once('SIGINT', () => {
      terminal.close();
      process.stderr.write('\n');
      reject(new JobuError('NOT_CONFIRMED', {}));
    });
    terminal.question('', (answer) => {
      terminal.close();
      process.stderr.write('\n');
      resolve(answer);
    });
  });
}

/**
 * A new password: typed twice on a terminal, else the first line of standard input. Never an argument: those are seen by
 * everybody on the machine. Throws PASSWORD_UNFIT.
 */
export async function readPassword(): Promise<string> {
  if (!process.stdin.isTTY) {
    let text = '';
    for await (const chunk of process.stdin.setEncoding('utf8')) text += chunk;
    return text.split(/\r?\n/, 1)[0]!;
  }
  const password = await ask('Password: ');
  if ((await ask('Again: ')) !== password)
    throw new JobuError('PASSWORD_UNFIT', { problem: 'the two are not the same' });
  return password;
}
