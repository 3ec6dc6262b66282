import { Anchor, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatJson, objectProblem } from './format-json.ts';

interface JsonEditorProps {
  readonly label: string;
  readonly description?: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
}

/** A JSON object as text, so that big integers and the order of keys stay as they are typed. */
export function JsonEditor({ label, description, value, onChange }: JsonEditorProps) {
  const { t } = useTranslation('shell');
  const problem = objectProblem(value);
  return (
    <Textarea
      label={label}
      description={description}
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      error={problem && t(`json.${problem}`)}
      rows={Math.min(18, Math.max(5, value.split('\n').length + 1))}
      resize="vertical"
      spellCheck={false}
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: '0.8125rem' } }}
      inputContainer={(input) => (
        <>
          {input}
          <Anchor component="button" type="button" size="xs" mt={4} onClick={() => onChange(formatJson(value))}>
            {t('json.format')}
          </Anchor>
        </>
      )}
    />
  );
}
