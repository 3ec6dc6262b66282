import { Tooltip, UnstyledButton } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../preferences.ts';
import { copyText } from '../shell/clipboard.ts';
import { relativeText } from './duration.ts';
import { isoText, timeText, useDisplayZone } from './zone.ts';

let now = Date.now();
const tickers = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

const everySecond = (listener: () => void): (() => void) => {
  tickers.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const tick of tickers) tick();
  }, 1000);
  return () => {
    tickers.delete(listener);
    if (tickers.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
};

/** The time in milliseconds, new every second. */
export const useNow = (): number => useSyncExternalStore(everySecond, () => now);

interface TimeProps {
  /** RFC 3339 */
  readonly at: string | null | undefined;
  /** Zone that matters beside the display zone: that of the cron. */
  readonly ownZone?: string;
  /** Shown when there is no time. Default: a dash. */
  readonly empty?: string;
}

function Relative({ at }: { at: Date }): string {
  const { language } = usePreferences();
  return relativeText(at, useNow(), language);
}

function Facts({ at, ownZone }: { at: Date; ownZone: string | undefined }) {
  const { t } = useTranslation('shell');
  const local = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const rows: [string, string][] = [
    ['UTC', timeText(at, 'UTC')],
    [t('time.browser'), timeText(at, local)],
    ...(ownZone ? [[t('time.own'), timeText(at, ownZone)] as [string, string]] : []),
  ];
  return (
    <table className="time-facts">
      <tbody>
        {rows.map(([name, text]) => (
          <tr key={name}>
            <th>{name}</th>
            <td>{text}</td>
          </tr>
        ))}
        <tr>
          <th>{t('time.relative')}</th>
          <td>
            <Relative at={at} />
          </td>
        </tr>
      </tbody>
    </table>
  );
}

/** An instant with its zone; more on hover, and a click copies it. */
export function Time({ at, ownZone, empty = '–' }: TimeProps) {
  const { t } = useTranslation('shell');
  const { relative } = usePreferences();
  const zone = useDisplayZone();
  if (!at) return <span className="dimmed">{empty}</span>;
  const instant = new Date(at);
  return (
    <Tooltip label={<Facts at={instant} ownZone={ownZone} />} openDelay={350} withinPortal>
      <UnstyledButton
        component="button"
        className="time"
        aria-label={t('time.copy', { time: timeText(instant, zone) })}
        onClick={(event) => {
          event.stopPropagation();
          void copyText(isoText(instant, zone));
        }}
      >
        <time dateTime={instant.toISOString()}>{relative ? <Relative at={instant} /> : timeText(instant, zone)}</time>
      </UnstyledButton>
    </Tooltip>
  );
}

/** Time until an instant, counted down; `late` once it has passed. */
export function Countdown({ to }: { to: string }) {
  const { language } = usePreferences();
  return <span className="countdown">{relativeText(new Date(to), useNow(), language)}</span>;
}
