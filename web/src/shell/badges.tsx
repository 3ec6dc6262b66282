import { useQuery } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../api/client.ts';
import { preferences, usePreferences } from '../preferences.ts';
import type { Tone } from '../status/status-badge.tsx';
import { numberText } from '../time/duration.ts';

/** Counts end here. */
const CAP = 1_000;

interface Badge {
  readonly kind: 'running' | 'failed' | 'late';
  readonly count: number;
  readonly tone: Tone;
}

const seen = (): void => preferences.set({ executionsSeenAt: new Date().toISOString() });

/** What stands beside the names of pages. Failures count from when the executions were last looked at, else for a day. */
export function useBadges(): Readonly<Record<string, readonly Badge[]>> {
  const { executionsSeenAt } = usePreferences();
  const { pathname } = useLocation();
  const areLookedAt = pathname === '/executions' || pathname.startsWith('/executions/');
  useEffect(() => {
    if (!areLookedAt) return;
    seen();
    return seen;
  }, [areLookedAt]);
  const { data } = useQuery({
    queryKey: ['badges', executionsSeenAt],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/v1/stats/badges', { params: { query: { failedSince: executionsSeenAt ?? undefined } }, signal }),
      ),
    placeholderData: (before) => before,
    staleTime: 5_000,
    refetchInterval: 60_000,
    retry: false,
    meta: { topics: ['executions', 'crons'] },
  });
  if (!data) return {};
  const { running, failed, late } = data;
  return {
    executions: [
      { kind: 'running', count: running, tone: 'info' },
      { kind: 'failed', count: areLookedAt ? 0 : failed, tone: 'danger' },
    ],
    crons: [{ kind: 'late', count: late, tone: 'warning' }],
  };
}

/** The counts of one page, those above zero. */
export function Badges({ badges }: { badges: readonly Badge[] | undefined }) {
  const { t } = useTranslation('shell');
  const { language } = usePreferences();
  return badges
    ?.filter(({ count }) => count > 0)
    .map(({ kind, count, tone }) => {
      const number = numberText(count, language) + (count >= CAP ? '+' : '');
      const text = t(`badge.${kind}`, { number });
      return (
        <span key={kind} className="count" data-tone={tone} title={text}>
          <span aria-hidden>{number}</span>
          <span className="hidden-text">{text}</span>
        </span>
      );
    });
}
