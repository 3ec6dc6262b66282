import { notifications } from '@mantine/notifications';
import i18next from 'i18next';

/** Copies text, also over plain HTTP where browsers have no clipboard for pages. */
export async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) await navigator.clipboard.writeText(text);
  else {
    const area = document.createElement('textarea');
    area.value = text;
    area.style.position = 'fixed';
    area.style.opacity = '0';
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }
  notifications.show({ message: i18next.t('shell:copied'), autoClose: 1500, withCloseButton: false });
}
