import { CloseButton, Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface SideSheetProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Something over the right side of the page. */
export function SideSheet({ title, onClose, children }: SideSheetProps) {
  const { t } = useTranslation('shell');
  return (
    <Drawer.Root opened onClose={onClose} position="right" size="min(34rem, 100%)">
      <Drawer.Overlay />
      <Drawer.Content aria-label={title}>
        <Drawer.Body>
          <div className="sheet-head">
            <h2 className="section-title">{title}</h2>
            <CloseButton aria-label={t('close')} onClick={onClose} />
          </div>
          {children}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}
