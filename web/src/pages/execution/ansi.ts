/** A stretch of text in one look: `fg-1`, `bold`. */
export interface Piece {
  readonly text: string;
  readonly look: string;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these codes begin with one
const SEQUENCE = /\u001B\[([\d;]*)([A-Za-z])/g;

/** Text without the codes by which programs colour their output. */
export const withoutAnsi = (text: string): string => text.replace(SEQUENCE, '');

/** Text in pieces by the codes with which a program coloured it; what a terminal would do beyond that is left out. */
export function ansiPieces(text: string): Piece[] {
  const pieces: Piece[] = [];
  let looks = new Set<string>();
  let from = 0;
  const put = (until: number): void => {
    if (until > from) pieces.push({ text: text.slice(from, until), look: [...looks].join(' ') });
  };
  for (const match of text.matchAll(SEQUENCE)) {
    put(match.index);
    from = match.index + match[0].length;
    if (match[2] !== 'm') continue;
    for (const code of match[1]!.split(';').map(Number)) {
      if (code === 0) looks = new Set();
      else if (code === 1 || code === 2 || code === 3 || code === 4)
        looks.add({ 1: 'bold', 2: 'faint', 3: 'italic', 4: 'underline' }[code]);
      else if (code === 22) looks = new Set([...looks].filter((look) => look !== 'bold' && look !== 'faint'));
      else if ((code >= 30 && code <= 39) || (code >= 90 && code <= 97)) {
        looks = new Set([...looks].filter((look) => !look.startsWith('fg-')));
        if (code !== 38 && code !== 39) looks.add(`fg-${code % 10}`);
      }
    }
  }
  put(text.length);
  return pieces;
}
