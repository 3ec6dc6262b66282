import { Anchor, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Copy } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.ts';
import { usePreferences } from '../../preferences.ts';
import { copyText } from '../../shell/clipboard.ts';
import { numberText } from '../../time/duration.ts';

const isFrame = (line: string): boolean => /^\s+at /.test(line);
const isForeign = (line: string): boolean => /node:|node_modules|\[native/.test(line);

interface ErrorCardProps {
  readonly code: string | null;
  readonly message: string;
  readonly fingerprint?: string | null;
}

/** How many executions of the last 30 days ended with the same error, as a link to them. */
function SameError({ fingerprint }: { fingerprint: string }) {
  const { t } = useTranslation('executions');
  const { language } = usePreferences();
  const search = { fingerprint, since: '30d' };
  const { data } = useQuery({
    queryKey: ['executions', 'same', fingerprint],
    queryFn: ({ signal }) =>
      dataOf(
        api.GET('/api/v1/executions', { params: { query: { ...search, limit: 1, count: 'true' } as never }, signal }),
      ),
    meta: { topics: ['executions'] },
  });
  const count = data?.count;
  return (
    <Link to="/executions" search={search as never}>
      {count
        ? t(count.relation === 'gte' ? 'sameErrorAtLeast' : 'sameErrorIn', {
            count: count.value,
            value: numberText(count.value, language),
          })
        : t('sameError')}
    </Link>
  );
}

/** An error: its message, then where in the own code it came from; the frames of others on request. */
export function ErrorCard({ code, message, fingerprint }: ErrorCardProps) {
  const { t } = useTranslation('executions');
  const [all, setAll] = useState(false);
  const lines = message.split('\n');
  const hidden = lines.filter((line) => isFrame(line) && isForeign(line)).length;
  const shown = all ? lines : lines.filter((line) => !(isFrame(line) && isForeign(line)));
  return (
    <section className="error-card" aria-label={t('error')}>
      <header>
        <strong>{t('error')}</strong>
        {code && <code>{code}</code>}
        {fingerprint && <SameError fingerprint={fingerprint} />}
        <Button
          ml="auto"
          size="compact-xs"
          variant="default"
          leftSection={<Copy size={13} />}
          onClick={() => void copyText(message)}
        >
          {t('shell:copy')}
        </Button>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <pre tabIndex={0}>
        {shown.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of one text never change places
          <span key={index} data-frame={isFrame(line) || undefined} data-foreign={isForeign(line) || undefined}>
            {`${line}\n`}
          </span>
        ))}
      </pre>
      {hidden > 0 && (
        <Anchor component="button" type="button" size="xs" ta="start" onClick={() => setAll(!all)}>
          {t(all ? 'fewerFrames' : 'allFrames', { count: hidden })}
        </Anchor>
      )}
    </section>
  );
}
