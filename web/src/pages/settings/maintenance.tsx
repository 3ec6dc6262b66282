import { Button } from '@mantine/core';
import { CirclePause, CirclePlay } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { openDialog } from '../../dialogs/action-form.tsx';
import { PauseForm } from '../../dialogs/pause-form.tsx';
import { useMay } from '../../session/me.ts';
import { useStatus } from '../../shell/banners.tsx';
import { Failure } from '../../states/failure.tsx';
import { Mark } from '../../status/status-badge.tsx';
import { Time } from '../../time/time.tsx';
import { Facts, Panel } from './panel.tsx';
import { Purge } from './purge.tsx';

/** Stops and starts everything, and deletes what is old. */
export function Maintenance() {
  const { t } = useTranslation(['settings', 'scheduler']);
  const may = useMay();
  const { data: status, error, refetch } = useStatus();
  const data = status?.scheduler;
  const open = (kind: 'pause' | 'resume') =>
    openDialog(
      t(`scheduler.${kind}`),
      <PauseForm
        kind={kind}
        effect={t(`scheduler.${kind}Effect`)}
        done={t(`scheduler.${kind}Done`)}
        topics={['crons', 'banner']}
        call={(body) => (client) => client.POST(`/api/v1/system/${kind}`, { body })}
      />,
    );
  return (
    <>
      <Panel title={t('scheduler.title')} hint={t('scheduler.hint')}>
        {error && <Failure error={error} onRetry={() => void refetch()} />}
        {data && (
          <>
            <Mark
              tone={data.isPaused ? 'warning' : data.isResuming ? 'info' : 'success'}
              icon={data.isPaused ? CirclePause : CirclePlay}
            >
              {t(`scheduler.${data.isPaused ? 'paused' : data.isResuming ? 'resuming' : 'running'}`)}
            </Mark>
            {data.isPaused && (
              <Facts
                facts={[
                  [t('scheduler.actor'), data.actor ?? '–'],
                  [t('scheduler.since'), <Time key="since" at={data.since} />],
                  [t('scheduler.until'), <Time key="until" at={data.until} empty={t('scheduler.open')} />],
                  [t('scheduler:reason'), data.reason ?? '–'],
                  [t('scheduler:missed'), t(`scheduler:policy.${data.missed ?? 'drop'}`)],
                ]}
              />
            )}
            {may('system.pause') && (
              <div className="settings-foot">
                <Button
                  variant={data.isPaused ? 'default' : 'filled'}
                  leftSection={<CirclePause size={16} />}
                  onClick={() => open('pause')}
                >
                  {t(data.isPaused ? 'scheduler.change' : 'scheduler.pause')}
                </Button>
                {data.isPaused && (
                  <Button leftSection={<CirclePlay size={16} />} onClick={() => open('resume')}>
                    {t('scheduler.resume')}
                  </Button>
                )}
              </div>
            )}
          </>
        )}
      </Panel>
      {may('system.purge') && <Purge />}
    </>
  );
}
