import './tones.css';
import {
  Ban,
  CircleCheck,
  CircleDot,
  CirclePause,
  CircleX,
  Clock,
  LoaderCircle,
  type LucideIcon,
  SkipForward,
  TimerOff,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Status } from '../api/client.ts';

/** A group of states that share a colour. */
export type Tone = 'success' | 'danger' | 'warning' | 'info' | 'neutral' | 'held';

/** How each status looks. */
export const STATUS_LOOKS: Readonly<Record<Status, { readonly tone: Tone; readonly icon: LucideIcon }>> = {
  PENDING: { tone: 'neutral', icon: Clock },
  HELD: { tone: 'held', icon: CirclePause },
  RUNNING: { tone: 'info', icon: LoaderCircle },
  SUCCESS: { tone: 'success', icon: CircleCheck },
  FAILED: { tone: 'danger', icon: CircleX },
  TIMEOUT: { tone: 'warning', icon: TimerOff },
  CANCELED: { tone: 'neutral', icon: Ban },
  SKIPPED: { tone: 'neutral', icon: SkipForward },
};

/** A status as icon, word and colour. */
export function StatusBadge({ status }: { status: Status }) {
  const { t } = useTranslation('shell');
  const { tone, icon: Icon } = STATUS_LOOKS[status];
  return (
    <span className="status" data-tone={tone} data-spins={status === 'RUNNING' || undefined}>
      <Icon size={14} aria-hidden />
      {t(`status.${status}`)}
    </span>
  );
}

/** A mark beside a status or a name: retrying, lost, paused. @public */
export function Mark({
  tone,
  icon: Icon = CircleDot,
  children,
}: {
  tone: Tone;
  icon?: LucideIcon;
  children: ReactNode;
}) {
  return (
    <span className="status" data-tone={tone}>
      <Icon size={14} aria-hidden />
      {children}
    </span>
  );
}
