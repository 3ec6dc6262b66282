import { Alert, Button } from '@mantine/core';
import { CircleAlert, RotateCw, Search, ShieldX, WifiOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { ProblemError } from '../api/client.ts';
import { spotlight } from '../shell/spotlight.ts';
import { WhoGrants } from './denied.tsx';

/** What an error means to the viewer: a sentence in their language, and what the server said. */
export function useProblemText(): (error: unknown) => { title: string; detail: string | undefined } {
  const { t, i18n } = useTranslation(['problems', 'shell']);
  return (error) => {
    if (!(error instanceof ProblemError)) {
      const title = error instanceof TypeError ? t('problems:offline') : t('problems:unexpected');
      return { title, detail: error instanceof TypeError ? undefined : String(error) };
    }
    const known = i18n.exists(`problems:codes.${error.code}`) ? t(`problems:codes.${error.code}`) : undefined;
    const kind = t([`problems:status.${error.status}`, 'problems:unexpected']);
    return { title: known ?? kind, detail: error.message };
  };
}

/** An error where its cause stands: what is wrong, the way out, and the id to look for in the server's log. */
export function Failure({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation('shell');
  const { title, detail } = useProblemText()(error);
  const problem = error instanceof ProblemError ? error.problem : undefined;
  const Icon = error instanceof TypeError ? WifiOff : problem?.status === 403 ? ShieldX : CircleAlert;
  return (
    <Alert role="alert" color="red" variant="outline" icon={<Icon size={18} />} title={title} m="md">
      {detail && <div>{detail}</div>}
      {problem?.status === 403 && /^(ROLE_NEEDED|GROUP_FORBIDDEN)$/.test(problem.code) && (
        <WhoGrants needs={problem.requiredRole} />
      )}
      {problem?.errors?.map(({ pointer, parameter, message }) => (
        <div key={`${pointer ?? parameter}${message}`}>
          <code className="mono">{parameter ?? pointer}</code> {message}
        </div>
      ))}
      {problem && <div className="dimmed mono">{t('requestId', { id: problem.requestId })}</div>}
      {problem?.status === 404 && (
        <Button mt="sm" mr="xs" size="xs" variant="default" leftSection={<Search size={14} />} onClick={spotlight.open}>
          {t('search.open')}
        </Button>
      )}
      {onRetry && (
        <Button mt="sm" size="xs" variant="default" leftSection={<RotateCw size={14} />} onClick={onRetry}>
          {t('tryAgain')}
        </Button>
      )}
    </Alert>
  );
}
