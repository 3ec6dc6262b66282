import { Alert, Button, Group, Stack, TextInput } from '@mantine/core';
import { modals } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { Terminal } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Call, curlOf } from '../api/client.ts';
import { refresh, type Topic } from '../api/queries.ts';
import { copyText } from '../shell/clipboard.ts';
import { Failure } from '../states/failure.tsx';

interface ActionFormProps<T> {
  /** What the button does, made of what the form holds. */
  readonly call: Call<T>;
  /** What it changes, for the viewer. */
  readonly effect: ReactNode;
  /** The word on the button. */
  readonly confirm: string;
  /** Shown once it is done. */
  readonly done: string;
  readonly topics: readonly Topic[];
  readonly danger?: boolean;
  /** What has to be typed first: the name of what is lost. */
  readonly typed?: string;
  /** False while the fields do not make a request. */
  readonly ready?: boolean;
  readonly onDone?: (result: T) => void;
  readonly children?: ReactNode;
}

/**
 * One action on the server: its effect, its fields, the same call as a command line, and what the server says if it
 * refuses. Closes the dialogs once it is done; Ctrl+Enter confirms.
 */
export function ActionForm<T>(props: ActionFormProps<T>) {
  const { call, effect, confirm, done, topics, danger, typed, ready = true, onDone, children } = props;
  const { t } = useTranslation('shell');
  const [text, setText] = useState('');
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => call(api),
    onSuccess: (result) => {
      modals.closeAll();
      notifications.show({ message: done, color: 'green' });
      refresh(...topics);
      onDone?.(result);
    },
    onError: () => refresh(...topics),
  });
  const isReady = ready && (typed === undefined || text === typed);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) mutate();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.metaKey || event.ctrlKey) && isReady) {
          event.preventDefault();
          mutate();
        }
      }}
    >
      <Stack gap="md">
        {danger ? (
          <Alert color="red" variant="outline">
            {effect}
          </Alert>
        ) : (
          <div className="dimmed">{effect}</div>
        )}
        {children}
        {typed !== undefined && (
          <TextInput
            label={t('dialog.type', { name: typed })}
            value={text}
            autoComplete="off"
            onChange={({ currentTarget }) => setText(currentTarget.value)}
          />
        )}
        {error && <Failure error={error} />}
        <Group justify="space-between" gap="xs">
          <Button
            variant="subtle"
            color="gray"
            size="sm"
            px="xs"
            leftSection={<Terminal size={15} />}
            onClick={() => void curlOf(call).then(copyText)}
          >
            {t('dialog.curl')}
          </Button>
          <Group gap="xs">
            <Button variant="default" onClick={() => modals.closeAll()}>
              {t('dialog.cancel')}
            </Button>
            <Button
              type="submit"
              color={danger ? 'red' : undefined}
              loading={isPending}
              disabled={!isReady}
              data-autofocus={typed === undefined || undefined}
            >
              {confirm}
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  );
}

/** Opens a dialog. */
export const openDialog = (title: string, content: ReactNode): void => void modals.open({ title, children: content });

/** Opens a dialog that asks whether one action without fields is to be done. */
export const askAction = <T,>(title: string, props: ActionFormProps<T>): void =>
  openDialog(title, <ActionForm {...props} />);
