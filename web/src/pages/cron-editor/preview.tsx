import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api, dataOf, type Resource } from '../../api/client.ts';
import { stringify } from '../../api/json-text.ts';
import { usePreferences } from '../../preferences.ts';
import { Failure } from '../../states/failure.tsx';
import { Mark } from '../../status/status-badge.tsx';
import { useDisplayZone } from '../../time/zone.ts';
import { type Draft, scheduleIn } from './draft.ts';

type Preview = Resource<'SchedulePreview'>;
const TYPING_MS = 150;
const SHOWN = 10;

/** What the server makes of the schedule in the form, asked while it is typed. */
export function usePreview(draft: Draft, cronId: string | undefined) {
  const zone = useDisplayZone();
  const body = { ...scheduleIn(draft), name: draft.name, cronId, count: SHOWN, displayTimeZone: zone };
  const [settled] = useDebouncedValue(stringify(body), TYPING_MS);
  return useQuery({
    queryKey: ['preview', settled],
    queryFn: ({ signal }) => dataOf(api.POST('/api/v1/schedules/preview', { body: body as never, signal })),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
}

/** Moves an expression to another minute of the hour; undefined where its minute is not one number. */
export function minuteMover(
  draft: Draft,
  change: (part: Partial<Draft>) => void,
): ((minute: number) => void) | undefined {
  const fields = draft.expression.trim().split(/\s+/);
  const place = fields.length === 6 ? 1 : 0;
  if (draft.kind !== 'expression' || fields.length < 5 || !/^\d{1,2}$/.test(fields[place]!)) return undefined;
  return (minute) => change({ expression: fields.with(place, String(minute)).join(' ') });
}

/** A row for each of the next days, a cell for each hour: where a schedule is dense, and where a calendar leaves a gap. */
function Days({ days }: { days: Preview['days'] }) {
  const { t } = useTranslation('crons');
  const { language } = usePreferences();
  const most = Math.max(1, ...days.flatMap(({ hours }) => hours));
  const weekday = new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' });
  if (days.every(({ runs, skipped }) => runs + skipped === 0)) return null;
  return (
    <ul className="preview-days" aria-label={t('preview.daysTitle')}>
      <li aria-hidden className="dimmed">
        <span />
        <span className="preview-quarters">
          {['00', '06', '12', '18'].map((hour) => (
            <span key={hour}>{hour}</span>
          ))}
        </span>
      </li>
      {days.map(({ date, runs, skipped, hours }) => {
        const text = t('preview.day', { date, runs, skipped });
        return (
          <li key={date} title={text}>
            <span className="hidden-text">{text}</span>
            <span aria-hidden>
              {date.slice(5)} {weekday.format(new Date(`${date}T00:00:00Z`))}
            </span>
            <span aria-hidden className="preview-hours">
              {hours.map((count, hour) => (
                <i
                  // biome-ignore lint/suspicious/noArrayIndexKey: the index is the hour
                  key={hour}
                  style={count > 0 ? { opacity: 0.35 + (0.65 * count) / most } : undefined}
                  data-runs={count > 0 || undefined}
                />
              ))}
            </span>
            <span aria-hidden className={runs === 0 && skipped > 0 ? 'struck' : undefined}>
              {runs === 0 ? skipped || '–' : runs}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

/** Next occurrences, in the zone of the schedule and in that of the display, and what may surprise. */
export function PreviewPanel({
  preview,
  error,
  onMove,
}: {
  preview: Preview | undefined;
  error: unknown;
  onMove: ((minute: number) => void) | undefined;
}) {
  const { t } = useTranslation(['crons', 'shell']);
  const zone = useDisplayZone();
  const { language } = usePreferences();
  const both = preview && preview.timeZone !== zone;
  return (
    <section className="panel" aria-live="polite">
      <header>
        <h2>{t('preview.title')}</h2>
        {preview && <span className="dimmed">{preview.timeZone}</span>}
      </header>
      <div className="body preview">
        {error !== null && error !== undefined && <Failure error={error} />}
        {preview?.description && <p>{preview.description[language]}</p>}
        {preview?.errors.map(({ pointer, code, message }) => (
          <p key={pointer + code} className="preview-error">
            {t([`problems:codes.${code}`, 'preview.invalid'])} <span className="dimmed">{message}</span>
          </p>
        ))}
        {preview?.warnings.map(({ code, message, params }) => {
          // Members of this name arrive as the text of their JSON.
          const facts = JSON.parse(String(params)) as Record<string, string | number>;
          return (
            <p key={code + message} className="preview-warning" title={message}>
              <TriangleAlert size={15} aria-hidden />
              <span>{t(`warning.${code}`, facts)}</span>
              {code === 'CROWDED_MINUTE' && onMove && (
                <Button size="compact-xs" variant="default" onClick={() => onMove(Number(facts['quietMinute']))}>
                  {t('preview.move', { minute: String(facts['quietMinute']).padStart(2, '0') })}
                </Button>
              )}
            </p>
          );
        })}
        {preview?.isValid && preview.occurrences.length === 0 && <p className="dimmed">{t('preview.nothing')}</p>}
        {preview && <Days days={preview.days} />}
        <ol className="preview-list">
          {preview?.occurrences.map(({ scheduledTime, local, displayLocal, effect }) => (
            <li key={scheduledTime} data-result={effect.result}>
              <span className="nowrap">{local}</span>
              {both && <span className="dimmed nowrap">{displayLocal}</span>}
              {effect.result === 'skipped' && (
                <Mark tone="neutral">{t([`shell:skip.${effect.skipReason}`, 'shell:status.SKIPPED'])}</Mark>
              )}
              {effect.result === 'moved' && (
                <Mark tone="info">{effect.moved.map((by) => t(`shell:moved.${by}`)).join(', ')}</Mark>
              )}
            </li>
          ))}
        </ol>
      </div>
    </section>
  );
}
