import type { Readable } from 'node:stream';
import { TextDecoder } from 'node:util';

const MAX_LINE = 16_384;
const TAIL_CHARACTERS = 16_384;

/** Names by which encodings go on the machines they come from, and not in the Encoding standard. */
const ALIASES: Readonly<Record<string, string>> = {
  cp949: 'euc-kr',
  ms949: 'euc-kr',
  uhc: 'euc-kr',
  cp932: 'shift_jis',
  cp936: 'gbk',
  cp950: 'big5',
  cp65001: 'utf-8',
};

/** A decoder for the name of an encoding; undefined when there is none. */
export function decoderFor(encoding: string): TextDecoder | undefined {
  try {
    return new TextDecoder(ALIASES[encoding.toLowerCase()] ?? encoding);
  } catch {
    return undefined;
  }
}

/** Splits a stream into lines of at most 16 K characters for the log, and keeps the end of it for the result. */
export class CommandOutput {
  readonly #stream: Readable;
  #rest = '';
  #tail = '';
  #cut = false;

  constructor(stream: Readable, decoder: TextDecoder, onLine: (line: string) => void) {
    this.#stream = stream;
    const take = (text: string) => {
      this.#tail += text;
      if (this.#tail.length > 2 * TAIL_CHARACTERS) {
        this.#tail = this.#tail.slice(-TAIL_CHARACTERS);
        this.#cut = true;
      }
      const lines = (this.#rest + text).split(/\r?\n/);
      this.#rest = lines.pop() ?? '';
      for (const line of lines) onLine(line);
      for (; this.#rest.length > MAX_LINE; this.#rest = this.#rest.slice(MAX_LINE))
        onLine(this.#rest.slice(0, MAX_LINE));
    };
    stream.on('data', (chunk: Buffer) => take(decoder.decode(chunk, { stream: true })));
    stream.on('close', () => {
      take(decoder.decode());
      if (this.#rest !== '') onLine(this.#rest);
      this.#rest = '';
    });
  }

  /** The last 16 K characters. */
  get tail(): string {
    if (this.#tail.length <= TAIL_CHARACTERS && !this.#cut) return this.#tail;
    return `... ${this.#tail.slice(-TAIL_CHARACTERS)}`;
  }

  /** Stops waiting for a process in the background that keeps the stream open. */
  abandon(): void {
    this.#stream.destroy();
  }
}
