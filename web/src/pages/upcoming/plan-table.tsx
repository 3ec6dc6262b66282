import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Resource } from '../../api/client.ts';
import { Mark } from '../../status/status-badge.tsx';
import { DataTable } from '../../table/data-table.tsx';
import { Countdown, Time } from '../../time/time.tsx';

type Planned = Resource<'PlannedOccurrence'>;

interface PlanTableProps {
  readonly rows: readonly Planned[] | undefined;
  readonly empty: ReactNode;
  /** Leaves out the name: all are of one cron. */
  readonly ofOneCron?: boolean;
}

/** Occurrences to come, by time; those that will not run are struck through and say why. */
export function PlanTable({ rows, empty, ofOneCron }: PlanTableProps) {
  const { t } = useTranslation('shell');
  return (
    <DataTable
      name="plan"
      label={t('plan.title')}
      rows={rows}
      idOf={({ cronId, scheduledTime }) => `${cronId} ${scheduledTime}`}
      empty={empty}
      columns={[
        {
          id: 'at',
          label: t('plan.at'),
          show: 'always',
          cell: ({ runAt, timeZone, willRun }) => (
            <span className={willRun ? undefined : 'struck'}>
              <Time at={runAt} ownZone={timeZone} />
            </span>
          ),
        },
        { id: 'countdown', label: t('plan.countdown'), cell: ({ runAt }) => <Countdown to={runAt} /> },
        ...(ofOneCron
          ? []
          : [
              {
                id: 'name',
                label: t('execution.name'),
                cell: ({ cronId, cronName }: Planned) => <Link to={`/crons/${cronId}`}>{cronName}</Link>,
              },
            ]),
        { id: 'local', label: t('plan.local'), cell: ({ local }) => <span className="nowrap">{local}</span> },
        { id: 'businessDate', label: t('plan.businessDate'), cell: ({ businessDate }) => businessDate },
        {
          id: 'effect',
          label: t('plan.effect'),
          cell: ({ willRun, skipReason, remarks }) => (
            <span className="marks">
              {!willRun && <Mark tone="neutral">{t([`skip.${skipReason}`, 'status.SKIPPED'])}</Mark>}
              {remarks.map(({ code, message }) => (
                <span key={code} title={message}>
                  {t([`remark.${code}`, 'plan.otherRemark'])}
                </span>
              ))}
            </span>
          ),
        },
      ]}
    />
  );
}
