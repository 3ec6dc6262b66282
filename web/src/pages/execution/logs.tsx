import './logs.css';
import { ActionIcon, Button, SegmentedControl, Select, Switch } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDownToLine, CircleX, Download, ScrollText, WrapText } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { oneOf, useAddress } from '../../address.ts';
import { usePreferences } from '../../preferences.ts';
import { baseUrl } from '../../server.ts';
import { copyText } from '../../shell/clipboard.ts';
import { useShortcuts } from '../../shell/shortcuts.ts';
import { Empty } from '../../states/empty.tsx';
import { Failure } from '../../states/failure.tsx';
import { durationText, numberText } from '../../time/duration.ts';
import { useDisplayZone, wallTime, zoneName } from '../../time/zone.ts';
import { withoutAnsi } from './ansi.ts';
import { type LogLine, useLogLines } from './log-lines.ts';
import { LogRow } from './log-row.tsx';
import { LogSearch } from './log-search.tsx';
import type { Detail } from './overview.tsx';

const LEVELS = ['debug', 'info', 'warn', 'error'] as const;
const ROW_HEIGHT = 22;

interface NumberedLine {
  readonly line: LogLine;
  readonly number: number;
}

/** What is sought as an expression; undefined when nothing is sought or the expression is none. */
function sought(text: string, isRegex: boolean): RegExp | undefined {
  if (text === '') return undefined;
  try {
    return new RegExp(isRegex ? text : text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'giu');
  } catch {
    return undefined;
  }
}

const lineOfHash = (): number => Number(/^#L(\d+)$/.exec(location.hash)?.[1] ?? 0);

/** The log of an execution: followed while it runs, searched and filtered here. */
export function Logs({ execution }: { execution: Detail }) {
  const { t } = useTranslation('executions');
  const { language } = usePreferences();
  const zone = useDisplayZone();
  const [search, change] = useAddress();
  const isOpen = execution.status === 'RUNNING' || execution.status === 'PENDING';
  const { lines, isLoading, error, retry } = useLogLines(execution.id, isOpen);
  const level = oneOf(search, 'level') ?? 'debug';
  const attempt = oneOf(search, 'attempt');
  const [text, setText] = useState(oneOf(search, 'find') ?? '');
  const [isRegex, setIsRegex] = useState(false);
  const [wrap, setWrap] = useState(true);
  const [isRelative, setIsRelative] = useState(false);
  const [follow, setFollow] = useState(isOpen && lineOfHash() === 0);
  const [target, setTarget] = useState(lineOfHash);
  const [match, setMatch] = useState(-1);
  const frame = useRef<HTMLDivElement>(null);
  const pattern = sought(text, isRegex);
  const least = LEVELS.indexOf(level as (typeof LEVELS)[number]);
  const shown = useMemo(
    (): NumberedLine[] =>
      lines
        .map((line, index) => ({ line, number: index + 1 }))
        .filter(
          ({ line }) =>
            LEVELS.indexOf(line.level) >= least && (attempt === undefined || line.attempt === Number(attempt)),
        ),
    [lines, least, attempt],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the pattern is made of these two
  const matches = useMemo(
    () =>
      pattern
        ? shown.flatMap(({ line }, index) => (withoutAnsi(line.message).search(pattern) >= 0 ? [index] : []))
        : [],
    [shown, text, isRegex],
  );
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 20,
  });
  const goTo = (index: number): void => {
    setFollow(false);
    virtual.scrollToIndex(index, { align: 'center' });
  };
  const step = (by: number): void => {
    if (matches.length === 0) return;
    const next = (match + by + matches.length) % matches.length;
    setMatch(next);
    goTo(matches[next]!);
  };
  const toNext = (wanted: 'error' | 'end'): void => {
    if (wanted === 'end') {
      setFollow(isOpen);
      virtual.scrollToIndex(shown.length - 1, { align: 'end' });
    } else
      goTo(
        Math.max(
          0,
          shown.findIndex(({ line }) => line.level === 'error'),
        ),
      );
  };
  useEffect(() => {
    if (follow && shown.length > 0) virtual.scrollToIndex(shown.length - 1, { align: 'end' });
  }, [follow, shown.length, virtual]);
  const targetIndex = shown.findIndex(({ number }) => number === target);
  useEffect(() => {
    if (targetIndex >= 0) virtual.scrollToIndex(targetIndex, { align: 'center' });
  }, [targetIndex, virtual]);
  useShortcuts([
    { keys: 'f', label: 'executions:logs.follow', run: () => setFollow(!follow) },
    { keys: 'w', label: 'executions:logs.wrap', run: () => setWrap(!wrap) },
    { keys: 'n', label: 'executions:logs.nextMatch', run: () => step(1) },
    { keys: 'Shift+n', label: 'executions:logs.previousMatch', run: () => step(-1) },
    { keys: 'Shift+g', label: 'executions:logs.end', run: () => toNext('end') },
  ]);
  const first = lines[0] && Date.parse(lines[0].loggedAt);
  const stamp = (at: string): string => {
    if (isRelative) return `+${durationText(Date.parse(at) - first!, language)}`;
    return `${wallTime(new Date(at), zone).time}.${at.slice(20, 23)}`;
  };
  const attempts = [...new Set(lines.map((line) => line.attempt))];
  const hasError = shown.some(({ line }) => line.level === 'error');
  if (error && lines.length === 0) return <Failure error={error} onRetry={retry} />;
  if (!isLoading && lines.length === 0)
    return (
      <Empty icon={ScrollText} title={t('logs.none')} sample={'context.log.info("100 rows read")'}>
        {t(isOpen ? 'logs.noneYet' : 'logs.noneText')}
      </Empty>
    );
  return (
    <div className="logs">
      <div className="log-tools">
        <LogSearch
          text={text}
          isRegex={isRegex}
          isValid={text === '' || pattern !== undefined}
          at={match}
          total={matches.length}
          onText={(sought) => {
            setText(sought);
            setMatch(-1);
          }}
          onRegex={setIsRegex}
          onStep={step}
        />
        <SegmentedControl
          size="xs"
          aria-label={t('logs.level')}
          value={level}
          onChange={(value) => change({ tab: 'logs', level: value === 'debug' ? undefined : value })}
          data={LEVELS.map((value) => ({ value, label: t(`logs.levels.${value}`) }))}
        />
        {attempts.length > 1 && (
          <Select
            size="xs"
            w={120}
            aria-label={t('logs.attempt')}
            placeholder={t('logs.allAttempts')}
            clearable
            value={attempt ?? null}
            onChange={(value) => change({ tab: 'logs', attempt: value ?? undefined })}
            data={attempts.map((one) => ({ value: String(one), label: t('attemptNo', { attempt: one }) }))}
          />
        )}
        <span className="log-switches">
          {isOpen && (
            <Switch
              size="sm"
              label={t('logs.follow')}
              checked={follow}
              onChange={({ currentTarget }) => setFollow(currentTarget.checked)}
            />
          )}
          <Switch
            size="sm"
            label={t('logs.relative')}
            checked={isRelative}
            onChange={({ currentTarget }) => setIsRelative(currentTarget.checked)}
          />
          <ActionIcon
            variant={wrap ? 'filled' : 'default'}
            size={34}
            aria-pressed={wrap}
            aria-label={t('logs.wrap')}
            title={t('logs.wrap')}
            onClick={() => setWrap(!wrap)}
          >
            <WrapText size={16} />
          </ActionIcon>
          {hasError && (
            <ActionIcon
              variant="default"
              size={34}
              aria-label={t('logs.firstError')}
              title={t('logs.firstError')}
              onClick={() => toNext('error')}
            >
              <CircleX size={16} />
            </ActionIcon>
          )}
          <ActionIcon
            variant="default"
            size={34}
            aria-label={t('logs.end')}
            title={t('logs.end')}
            onClick={() => toNext('end')}
          >
            <ArrowDownToLine size={16} />
          </ActionIcon>
          <Button
            component="a"
            variant="default"
            size="sm"
            px="xs"
            leftSection={<Download size={15} />}
            href={new URL(`api/v1/executions/${execution.id}/logs/download`, baseUrl).href}
            download
          >
            {t('logs.download')}
          </Button>
        </span>
      </div>
      {error !== null && <Failure error={error} onRetry={retry} />}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section ref={frame} className="log-frame" data-wrap={wrap || undefined} tabIndex={0} aria-label={t('tabs.logs')}>
        <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {virtual.getVirtualItems().map(({ index, key, start }) => {
            const { line, number } = shown[index]!;
            return (
              <div
                key={key}
                ref={virtual.measureElement}
                data-index={index}
                className="log-line"
                data-level={line.level}
                data-target={number === target || matches[match] === index || undefined}
                style={{ transform: `translateY(${start}px)` }}
              >
                <LogRow
                  line={line}
                  number={number}
                  stamp={stamp(line.loggedAt)}
                  pattern={pattern}
                  onLink={() => {
                    history.replaceState(history.state, '', `${location.pathname}${location.search}#L${number}`);
                    setTarget(number);
                    void copyText(location.href);
                  }}
                />
              </div>
            );
          })}
        </div>
      </section>
      <p className="dimmed small" role="status">
        {t(isLoading ? 'logs.loading' : 'logs.count', {
          shown: numberText(shown.length, language),
          total: numberText(lines.length, language),
        })}
        {!isRelative && ` · ${t('logs.zone', { zone: zoneName(zone, new Date()) })}`}
      </p>
    </div>
  );
}
