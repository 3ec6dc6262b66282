import { Button, Menu } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { Bookmark, BookmarkPlus, ChevronDown, Pin, Settings2, Users } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { openDialog } from '../dialogs/action-form.tsx';
import { ViewForm } from './view-form.tsx';
import { BUILT_IN, type Filters, useSavedViews, useViewFilters, type ViewPage } from './views.ts';

/**
 * The views of a page: those that are always there, own and shared ones, and the way to keep what is shown. `filters` is
 * what the page keeps in its address. Needs the words of `views`.
 */
export function ViewMenu({ page, filters }: { page: ViewPage; filters: Filters }) {
  const { t } = useTranslation('views');
  const navigate = useNavigate();
  const { data } = useSavedViews();
  const filtersOf = useViewFilters();
  const show = (search: Filters): void => void navigate({ to: `/${page}`, search: search as never });
  const builtIn = BUILT_IN.filter((one) => one.page === page);
  const own = data?.items.filter((view) => view.page === page) ?? [];
  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <Button variant="default" leftSection={<Bookmark size={16} />} rightSection={<ChevronDown size={15} />}>
          {t('views')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {builtIn.map((view) => (
          <Menu.Item key={view.name} onClick={() => show(filtersOf(view))}>
            {t(`builtIn.${view.name}`)}
          </Menu.Item>
        ))}
        {own.length > 0 && <Menu.Label>{t('kept')}</Menu.Label>}
        {own.map((view) => (
          <Menu.Item
            key={view.id}
            leftSection={view.isShared ? <Users size={15} aria-label={t('shared')} /> : <Bookmark size={15} />}
            rightSection={view.isPinned ? <Pin size={13} aria-label={t('pinned')} /> : undefined}
            onClick={() => show(filtersOf(view))}
          >
            <span data-own>{view.name}</span>
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          leftSection={<BookmarkPlus size={15} />}
          disabled={Object.keys(filters).length === 0}
          onClick={() => openDialog(t('keep'), <ViewForm page={page} filters={filters} />)}
        >
          {t('keep')}
        </Menu.Item>
        <Menu.Item
          leftSection={<Settings2 size={15} />}
          onClick={() => void navigate({ to: '/settings', search: { tab: 'views' } as never })}
        >
          {t('manage')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
