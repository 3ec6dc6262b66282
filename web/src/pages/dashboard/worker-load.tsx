import { Progress } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Resource } from '../../api/client.ts';
import { Mark } from '../../status/status-badge.tsx';

/** How full the workers are, those with the least room first. */
export function WorkerLoad({ summary: { workers, workersAlive } }: { summary: Resource<'StatsSummary'> }) {
  const { t } = useTranslation('dashboard');
  return (
    <section className="panel">
      <header>
        <h2>{t('workerLoad')}</h2>
        {workersAlive > workers.length && <Link to="/workers">{t('all')}</Link>}
      </header>
      <ul className="body runs">
        {workers.length === 0 && <li className="dimmed">{t('noWorkers')}</li>}
        {workers.map(({ id, host, slots, running, isDraining }) => (
          <li key={id}>
            <Link to="/workers" search={{ open: id } as never} className="mono">
              {id}
            </Link>
            <span className="dimmed small" data-own>
              {host}
            </span>
            {isDraining && <Mark tone="warning">{t('draining')}</Mark>}
            <span className="end">{t('slotsOf', { used: running, all: slots })}</span>
            <Progress
              className="bar"
              size="sm"
              value={slots === 0 ? 0 : (running / slots) * 100}
              color={running >= slots ? 'orange' : undefined}
              aria-label={t('load', { id })}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
