import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Bookmark, Pencil, Pin, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { may } from '../../api/permissions.ts';
import { askAction, openDialog } from '../../dialogs/action-form.tsx';
import { Empty } from '../../states/empty.tsx';
import { Failure } from '../../states/failure.tsx';
import { Mark } from '../../status/status-badge.tsx';
import { DataTable } from '../../table/data-table.tsx';
import { ViewForm } from '../../views/view-form.tsx';
import { BUILT_IN, type Filters, type SavedView, useSavedViews, useViewFilters } from '../../views/views.ts';

/** Filters that were given a name: rename, share, pin and delete them, and pin those that are always there. */
export function Views() {
  const { t } = useTranslation(['views', 'shell']);
  const { data, error, refetch } = useSavedViews();
  const filtersOf = useViewFilters();
  const remove = ({ id, name, version }: SavedView): void =>
    askAction(t('delete'), {
      effect: t('deleteEffect', { name }),
      confirm: t('delete'),
      done: t('deleted', { name }),
      danger: true,
      topics: ['settings'],
      call: (client) =>
        client.DELETE('/api/v1/saved-views/{id}', {
          params: { path: { id }, header: { 'if-match': `"${version}"` } },
        }),
    });
  return (
    <>
      <p className="dimmed">{t('hint')}</p>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      <DataTable<SavedView>
        name="views"
        label={t('views')}
        rows={error && !data ? [] : data?.items}
        idOf={({ id }) => id}
        empty={
          error ? null : (
            <Empty icon={Bookmark} title={t('none')}>
              {t('noneText')}
            </Empty>
          )
        }
        columns={[
          {
            id: 'name',
            label: t('name'),
            show: 'always',
            cell: (view) => (
              <Link to={`/${view.page}`} search={filtersOf(view) as never} data-own>
                {view.name}
              </Link>
            ),
          },
          { id: 'page', label: t('page'), cell: ({ page }) => t(`shell:nav.${page}`) },
          {
            id: 'marks',
            label: t('seen'),
            show: 'always',
            cell: ({ isShared, isPinned }) => (
              <span className="marks">
                <Mark tone={isShared ? 'info' : 'neutral'}>{t(isShared ? 'shared' : 'private')}</Mark>
                {isPinned && (
                  <Mark tone="held" icon={Pin}>
                    {t('pinned')}
                  </Mark>
                )}
              </span>
            ),
          },
          { id: 'owner', label: t('owner'), cell: ({ owner }) => <span data-own>{owner}</span> },
        ]}
        actions={(view) => (
          <span className="marks nowrap-marks">
            {may(view, 'edit') && (
              <Button
                size="compact-sm"
                variant="default"
                leftSection={<Pencil size={14} />}
                onClick={() =>
                  openDialog(t('edit'), <ViewForm page={view.page} filters={view.filters as Filters} view={view} />)
                }
              >
                {t('edit')}
              </Button>
            )}
            {may(view, 'delete') && (
              <Button
                size="compact-sm"
                variant="default"
                leftSection={<Trash2 size={14} />}
                onClick={() => remove(view)}
              >
                {t('delete')}
              </Button>
            )}
          </span>
        )}
      />
      <h2 className="section-title">{t('always')}</h2>
      <ul className="view-list">
        {BUILT_IN.map((view) => {
          const name = t(`builtIn.${view.name}`);
          return (
            <li key={view.name}>
              <Link to={`/${view.page}`} search={filtersOf(view) as never}>
                {name}
              </Link>
              <Button
                size="compact-sm"
                variant="default"
                leftSection={<Pin size={14} />}
                aria-label={t('pinOf', { name })}
                onClick={() =>
                  openDialog(t('pin'), <ViewForm page={view.page} filters={{ builtIn: view.name }} name={name} />)
                }
              >
                {t('pin')}
              </Button>
            </li>
          );
        })}
      </ul>
    </>
  );
}
