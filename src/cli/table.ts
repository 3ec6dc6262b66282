/** Characters that take two cells of a terminal: Hangul, kana, Chinese characters, full-width forms, emoji. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const NO_WIDTH = /\p{M}|\p{Cf}/u;

let segmenter: Intl.Segmenter | undefined;

function graphemes(text: string): Iterable<Intl.SegmentData> {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return segmenter.segment(text);
}

/** How many cells of a terminal a text takes. */
export function widthOf(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes(text)) {
    const first = String.fromCodePoint(segment.codePointAt(0)!);
    width += NO_WIDTH.test(first) ? 0 : WIDE.test(first) ? 2 : 1;
  }
  return width;
}

/** A text on one line without control characters: what handlers and users wrote must not steer the terminal. */
export function oneLine(text: string): string {
  return text.replace(/\s*[\r\n]+\s*/g, ' ').replace(/\p{Cc}/gu, '?');
}

function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = '';
  for (const { segment } of graphemes(text)) {
    if (widthOf(kept + segment) > width - 3) break;
    kept += segment;
  }
  return `${kept}...`;
}

/**
 * Rows under their titles, columns aligned, columns of numbers to the right. The last column is cut where it would pass
 * `width` cells (default: never).
 */
export function formatTable(
  titles: readonly string[],
  rows: readonly (readonly (string | number | null | undefined)[])[],
  width = Number.POSITIVE_INFINITY,
): string {
  const cells = rows.map((row) => titles.map((_, column) => oneLine(String(row[column] ?? '-'))));
  const widths = titles.map((title, column) => Math.max(widthOf(title), ...cells.map((row) => widthOf(row[column]!))));
  const isNumeric = titles.map(
    (_, column) => cells.length > 0 && cells.every((row) => /^(-|[-\d.,]+%?)$/.test(row[column]!)),
  );
  const before = widths.slice(0, -1).reduce((sum, each) => sum + each + 2, 0);
  const lastWidth = Math.max(width - before, 10);
  const line = (row: readonly string[]) =>
    row
      .map((text, column) => {
        const shown = column === titles.length - 1 ? cut(text, lastWidth) : text;
        const padding = ' '.repeat(Math.max(0, widths[column]! - widthOf(shown)));
        return isNumeric[column] ? padding + shown : shown + padding;
      })
      .join('  ')
      .trimEnd();
  return [titles, ...cells].map(line).join('\n');
}

/** `1 cron`, `2 crons`. */
export const countText = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
