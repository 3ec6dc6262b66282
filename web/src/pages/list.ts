import {
  AlarmClock,
  CalendarClock,
  CalendarDays,
  ChartGantt,
  Cpu,
  GitCompareArrows,
  History,
  Layers,
  LayoutDashboard,
  ListChecks,
  type LucideIcon,
  ScrollText,
  Settings,
} from 'lucide-react';
import type { ComponentType } from 'react';

/** A page: its address, what it loads, and how it is reached. */
export interface Page {
  /** `$name` stands for one part of the address. */
  readonly path: string;
  readonly load: () => Promise<{ default: ComponentType }>;
  /** Files of `locales/` that it needs beside `shell` and `problems`. */
  readonly words: readonly string[];
  /** Place in the navigation: its name is `nav.<name>` of shell.json, `key` goes there after `g`. */
  readonly nav?: { readonly name: string; readonly icon: LucideIcon; readonly key: string };
}

/** Every page, in the order of the navigation. */
export const PAGES: readonly Page[] = [
  {
    path: '/',
    load: () => import('./dashboard/page.tsx'),
    words: ['dashboard', 'operations'],
    nav: { name: 'dashboard', icon: LayoutDashboard, key: 'd' },
  },
  {
    path: '/crons',
    load: () => import('./crons/page.tsx'),
    words: ['crons', 'scheduler', 'operations', 'views'],
    nav: { name: 'crons', icon: CalendarClock, key: 'j' },
  },
  { path: '/crons/new', load: () => import('./cron-editor/page.tsx'), words: ['crons'] },
  {
    path: '/crons/$id',
    load: () => import('./cron/page.tsx'),
    words: ['crons', 'scheduler', 'executions', 'backfills', 'audit'],
  },
  { path: '/crons/$id/edit', load: () => import('./cron-editor/page.tsx'), words: ['crons'] },
  {
    path: '/executions',
    load: () => import('./executions/page.tsx'),
    words: ['executions', 'operations', 'views'],
    nav: { name: 'executions', icon: ListChecks, key: 'e' },
  },
  { path: '/executions/$id', load: () => import('./execution/page.tsx'), words: ['executions', 'audit'] },
  {
    path: '/timeline',
    load: () => import('./timeline/page.tsx'),
    words: ['timeline', 'executions'],
    nav: { name: 'timeline', icon: ChartGantt, key: 't' },
  },
  {
    path: '/upcoming',
    load: () => import('./upcoming/page.tsx'),
    words: ['upcoming'],
    nav: { name: 'upcoming', icon: AlarmClock, key: 'u' },
  },
  {
    path: '/backfills',
    load: () => import('./backfills/page.tsx'),
    words: ['backfills'],
    nav: { name: 'backfills', icon: History, key: 'b' },
  },
  { path: '/backfills/$id', load: () => import('./backfill/page.tsx'), words: ['backfills', 'audit'] },
  {
    path: '/operations',
    load: () => import('./operations/page.tsx'),
    words: ['operations', 'executions'],
    nav: { name: 'operations', icon: Layers, key: 'o' },
  },
  {
    path: '/operations/$id',
    load: () => import('./operation/page.tsx'),
    words: ['operations', 'executions', 'audit'],
  },
  {
    path: '/workers',
    load: () => import('./workers/page.tsx'),
    words: ['workers', 'operations'],
    nav: { name: 'workers', icon: Cpu, key: 'w' },
  },
  {
    path: '/calendars',
    load: () => import('./calendars/page.tsx'),
    words: ['calendars'],
    nav: { name: 'calendars', icon: CalendarDays, key: 'c' },
  },
  { path: '/calendars/$name', load: () => import('./calendar/page.tsx'), words: ['calendars', 'audit'] },
  {
    path: '/transactions',
    load: () => import('./transactions/page.tsx'),
    words: ['transactions'],
    nav: { name: 'transactions', icon: GitCompareArrows, key: 'x' },
  },
  {
    path: '/audit',
    load: () => import('./audit/page.tsx'),
    words: ['audit'],
    nav: { name: 'audit', icon: ScrollText, key: 'a' },
  },
  {
    path: '/settings',
    load: () => import('./settings/page.tsx'),
    words: ['settings', 'views', 'crons'],
    nav: { name: 'settings', icon: Settings, key: 's' },
  },
];
