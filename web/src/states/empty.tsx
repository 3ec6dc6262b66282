import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

interface EmptyProps {
  readonly icon: LucideIcon;
  readonly title: string;
  /** The next step. */
  readonly children?: ReactNode;
  /** A command or code that does it. */
  readonly sample?: string;
}

/** What stands where there is nothing yet: why, and the next step. */
export function Empty({ icon: Icon, title, children, sample }: EmptyProps) {
  return (
    <div className="state">
      <Icon size={30} strokeWidth={1.5} aria-hidden className="dimmed" />
      <strong>{title}</strong>
      {children && <div className="dimmed">{children}</div>}
      {sample && (
        <pre>
          <code>{sample}</code>
        </pre>
      )}
    </div>
  );
}
