import { Checkbox, PasswordInput, SegmentedControl, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { JsonEditor } from '../../json/json-editor.tsx';
import { membersOf, withMember } from '../../json/members.ts';
import { useHandlers } from './handlers.ts';

interface Property {
  readonly type?: string | readonly string[];
  readonly title?: string;
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly writeOnly?: boolean;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
}

interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Property>>;
  readonly required?: readonly string[];
}

const SECRET = /pass(word|phrase)|secret|token|api_?key|credential/i;

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** What a value as it was typed does not fit; undefined when it fits. */
function problemOf(
  property: Property,
  raw: string | undefined,
  isRequired: boolean,
): 'required' | 'type' | 'range' | undefined {
  if (raw === undefined) return isRequired && property.default === undefined ? 'required' : undefined;
  if (!isJson(raw)) return 'type';
  const value: unknown = JSON.parse(raw);
  if (property.type === 'integer' && !/^-?\d+$/.test(raw)) return 'type';
  if (property.type === 'number' && typeof value !== 'number') return 'type';
  if (property.type === 'string') {
    if (typeof value !== 'string') return 'type';
    const { minLength = 0, maxLength = Number.POSITIVE_INFINITY } = property;
    if (value.length < minLength || value.length > maxLength) return 'range';
  }
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = property;
  if (typeof value === 'number' && (value < minimum || value > maximum)) return 'range';
  return undefined;
}

interface FieldProps {
  readonly name: string;
  readonly property: Property;
  readonly isRequired: boolean;
  readonly raw: string | undefined;
  readonly onChange: (raw: string | undefined) => void;
}

/** One param, with the field that fits its type; numbers stay as they are typed, also beyond 2^53. */
function ParamField({ name, property, isRequired, raw, onChange }: FieldProps) {
  const { t } = useTranslation('crons');
  const { type, description, title } = property;
  // What is being typed need not be JSON yet.
  const [typed, setTyped] = useState<string>();
  const problem = problemOf(property, typed ?? raw, isRequired);
  const label = title ?? name;
  const shared = {
    label: <span data-own>{label}</span>,
    description: description && <span data-own>{description}</span>,
    required: isRequired && property.default === undefined,
    ...(problem === undefined ? {} : { error: t(`paramsForm.${problem}`) }),
  };
  const placeholder = property.default === undefined ? '' : JSON.stringify(property.default);
  const text = raw !== undefined && isJson(raw) ? JSON.parse(raw) : undefined;
  if (property.enum)
    return (
      <Select
        {...shared}
        clearable={!isRequired}
        data={property.enum.map((value) => ({ value: JSON.stringify(value), label: String(value) }))}
        placeholder={placeholder}
        value={raw ?? null}
        onChange={(value) => onChange(value ?? undefined)}
      />
    );
  if (type === 'boolean')
    return (
      <Checkbox
        label={shared.label}
        description={shared.description}
        checked={raw === undefined ? property.default === true : raw === 'true'}
        onChange={({ currentTarget }) => onChange(String(currentTarget.checked))}
      />
    );
  if (type === 'string') {
    const field = {
      ...shared,
      placeholder,
      value: typeof text === 'string' ? text : '',
      onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) =>
        onChange(value === '' && !isRequired ? undefined : JSON.stringify(value)),
    };
    if (property.writeOnly || property.format === 'password' || SECRET.test(name))
      return <PasswordInput {...field} autoComplete="off" />;
    return <TextInput {...field} />;
  }
  const onText = (value: string): void => {
    const isWhole = value.trim() === '' || isJson(value);
    setTyped(isWhole ? undefined : value);
    if (isWhole) onChange(value.trim() === '' ? undefined : value.trim());
  };
  if (type === 'integer' || type === 'number')
    return (
      <TextInput
        {...shared}
        inputMode={type === 'integer' ? 'numeric' : 'decimal'}
        placeholder={placeholder}
        value={typed ?? raw ?? ''}
        onChange={({ currentTarget }) => onText(currentTarget.value)}
      />
    );
  return (
    <Textarea
      {...shared}
      autosize
      minRows={1}
      spellCheck={false}
      placeholder={placeholder || 'JSON'}
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: '0.8125rem' } }}
      value={typed ?? raw ?? ''}
      onChange={({ currentTarget }) => onText(currentTarget.value)}
    />
  );
}

interface ParamsFieldProps {
  readonly handlerName: string;
  /** JSON of an object. */
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly description?: string;
}

/** Params of a handler: a form made of the schema that its workers tell, or JSON. */
export function ParamsField({ handlerName, value, onChange, description }: ParamsFieldProps) {
  const { t } = useTranslation('crons');
  const [view, setView] = useState<'form' | 'json'>('form');
  const handler = useHandlers()?.find(({ name }) => name === handlerName);
  const schema = handler?.paramsSchema as Schema | null | undefined;
  const properties = Object.entries(schema?.properties ?? {});
  const members = membersOf(value);
  const json = (
    <JsonEditor label={t('params')} {...(description ? { description } : {})} value={value} onChange={onChange} />
  );
  if (properties.length === 0) return json;
  const others = members ? [...members.keys()].filter((name) => !schema?.properties?.[name]) : [];
  return (
    <Stack gap="sm">
      <SegmentedControl
        size="xs"
        aria-label={t('paramsForm.view')}
        style={{ alignSelf: 'flex-start' }}
        value={members ? view : 'json'}
        onChange={(chosen) => setView(chosen as 'form' | 'json')}
        data={[
          { value: 'form', label: t('paramsForm.form') },
          { value: 'json', label: 'JSON' },
        ]}
      />
      {view === 'json' || !members
        ? json
        : properties.map(([name, property]) => (
            <ParamField
              key={name}
              name={name}
              property={property}
              isRequired={schema?.required?.includes(name) ?? false}
              raw={members.get(name)}
              onChange={(raw) => onChange(withMember(value, name, raw))}
            />
          ))}
      {view === 'form' && others.length > 0 && (
        <p className="dimmed small">
          {t('paramsForm.others')} <span data-own>{others.join(', ')}</span>
        </p>
      )}
    </Stack>
  );
}
