import './json.css';
import { ActionIcon } from '@mantine/core';
import { Copy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { copyText } from '../shell/clipboard.ts';
import { formatJson, pieces } from './format-json.ts';

/** JSON as it was typed, in lines and colours, and a button that copies it. */
export function JsonView({ text, label }: { text: string | null | undefined; label: string }) {
  const { t } = useTranslation('shell');
  if (text === null || text === undefined) return <span className="dimmed">–</span>;
  let offset = 0;
  return (
    <div className="json-frame">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className="json" tabIndex={0} aria-label={label}>
        {pieces(text).map(({ text: piece, kind }) => {
          offset += piece.length;
          return (
            <span key={offset} data-kind={kind}>
              {piece}
            </span>
          );
        })}
      </section>
      <ActionIcon variant="default" size="sm" aria-label={t('copy')} onClick={() => void copyText(formatJson(text))}>
        <Copy size={14} />
      </ActionIcon>
    </div>
  );
}
