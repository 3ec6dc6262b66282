import { useTranslation } from 'react-i18next';
import { timeText, useDisplayZone } from '../../time/zone.ts';
import { ansiPieces, withoutAnsi } from './ansi.ts';
import type { LogLine } from './log-lines.ts';

/** Text with what is sought marked in it. */
function Marked({ text, pattern }: { text: string; pattern: RegExp }) {
  const found = [...text.matchAll(pattern)].filter(([match]) => match !== '');
  let from = 0;
  const parts = found.map(({ 0: match, index }) => {
    const before = text.slice(from, index);
    from = index + match.length;
    return (
      <span key={index}>
        {before}
        <mark>{match}</mark>
      </span>
    );
  });
  return (
    <>
      {parts}
      {text.slice(from)}
    </>
  );
}

interface LogRowProps {
  readonly line: LogLine;
  /** From 1, in the whole log. */
  readonly number: number;
  readonly stamp: string;
  readonly pattern: RegExp | undefined;
  readonly onLink: () => void;
}

/** One line of a log: its number is a link to it. */
export function LogRow({ line, number, stamp, pattern, onLink }: LogRowProps) {
  const { t } = useTranslation('executions');
  const zone = useDisplayZone();
  const { level, loggedAt, message, data } = line;
  return (
    <>
      <a
        href={`${location.pathname}${location.search}#L${number}`}
        className="log-number"
        title={t('logs.line', { number })}
        onClick={(event) => {
          event.preventDefault();
          onLink();
        }}
      >
        {number}
      </a>
      <span className="log-time" title={timeText(new Date(loggedAt), zone)}>
        {stamp}
      </span>
      <span className="log-level">{level}</span>
      <span className="log-text">
        {pattern ? (
          <Marked text={withoutAnsi(message)} pattern={pattern} />
        ) : (
          ansiPieces(message).map(({ text, look }, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one line never change places
            <span key={place} className={look}>
              {text}
            </span>
          ))
        )}
        {data !== null && <span className="log-data"> {String(data)}</span>}
      </span>
    </>
  );
}
