import { Fragment, type ReactNode } from 'react';

const INLINE =
  /`([^`]+)`|\*\*([^*]+)\*\*|\*([^*\s][^*]*)\*|\[([^\]]+)\]\((https?:\/\/[^\s)]+)\)|(https?:\/\/[^\s<>)]+)/g;

/** Code, weight and links within a line; everything else is text, also what looks like HTML. */
function inline(text: string): ReactNode[] {
  const parts: ReactNode[] = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    const [whole, code, strong, emphasis, label, target, bare] = match;
    parts.push(text.slice(end, match.index));
    end = match.index + whole.length;
    const key = match.index;
    if (code !== undefined) parts.push(<code key={key}>{code}</code>);
    else if (strong !== undefined) parts.push(<strong key={key}>{strong}</strong>);
    else if (emphasis !== undefined) parts.push(<em key={key}>{emphasis}</em>);
    else
      parts.push(
        <a key={key} href={target ?? bare} rel="noreferrer noopener" target="_blank">
          {label ?? bare}
        </a>,
      );
  }
  return [...parts, text.slice(end)];
}

const BULLET = /^\s*[-*+]\s+(\[([ xX])\]\s+)?/;
const NUMBER = /^\s*\d+[.)]\s+/;

function block(lines: readonly string[], key: number): ReactNode {
  const [first = ''] = lines;
  const heading = /^(#{1,6})\s+(.*)$/.exec(first);
  if (heading && lines.length === 1) {
    // Below the heading of the panel.
    const Level = heading[1]!.length < 3 ? 'h3' : 'h4';
    return <Level key={key}>{inline(heading[2]!)}</Level>;
  }
  const items = (mark: RegExp): ReactNode[] =>
    lines.map((line, index) => {
      const box = BULLET.exec(line)?.[2];
      return (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of a text have no other name
        <li key={index}>
          {box !== undefined && (box === ' ' ? '☐ ' : '☑ ')}
          {inline(line.replace(mark, ''))}
        </li>
      );
    });
  if (lines.every((line) => BULLET.test(line))) return <ul key={key}>{items(BULLET)}</ul>;
  if (lines.every((line) => NUMBER.test(line))) return <ol key={key}>{items(NUMBER)}</ol>;
  if (lines.every((line) => line.startsWith('>')))
    return <blockquote key={key}>{inline(lines.map((line) => line.replace(/^>\s?/, '')).join('\n'))}</blockquote>;
  return (
    <p key={key}>
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of a text have no other name
        <Fragment key={index}>
          {index > 0 && <br />}
          {inline(line)}
        </Fragment>
      ))}
    </p>
  );
}

type Kind = 'heading' | 'bullet' | 'number' | 'quote' | 'text';
const kindOf = (line: string): Kind =>
  /^#{1,6}\s/.test(line)
    ? 'heading'
    : BULLET.test(line)
      ? 'bullet'
      : NUMBER.test(line)
        ? 'number'
        : line.startsWith('>')
          ? 'quote'
          : 'text';

/** Notes in Markdown: headings, lists, quotes, code and links. HTML in them is shown as it stands, never rendered. */
export function Notes({ text }: { text: string }) {
  const blocks: ReactNode[] = [];
  let lines: string[] = [];
  const flush = (): void => {
    if (lines.length > 0) blocks.push(block(lines, blocks.length));
    lines = [];
  };
  const all = text.replace(/\r\n?/g, '\n').split('\n');
  for (let at = 0; at < all.length; at++) {
    const line = all[at]!;
    if (line.startsWith('```')) {
      flush();
      const end = all.findIndex((one, index) => index > at && one.startsWith('```'));
      const last = end < 0 ? all.length : end;
      blocks.push(<pre key={blocks.length}>{all.slice(at + 1, last).join('\n')}</pre>);
      at = last;
    } else if (line.trim() === '') flush();
    else {
      const [before] = lines;
      if (before !== undefined && (kindOf(before) !== kindOf(line) || kindOf(line) === 'heading')) flush();
      lines.push(line);
    }
  }
  flush();
  return (
    <div className="notes" data-own>
      {blocks}
    </div>
  );
}
