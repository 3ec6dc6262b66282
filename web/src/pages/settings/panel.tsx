import './settings.css';
import type { ReactNode } from 'react';

/** A part of the settings, with its title. */
export function Panel({ title, hint, children }: { title: string; hint?: ReactNode; children: ReactNode }) {
  return (
    <section className="panel settings-panel">
      <header>
        <h2>{title}</h2>
      </header>
      <div className="body">
        {hint && <p className="dimmed">{hint}</p>}
        {children}
      </div>
    </section>
  );
}

/** Names and values below each other. */
export function Facts({ facts }: { facts: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd data-own>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Every time zone, Seoul and UTC first. */
export const ZONES: readonly string[] = [
  'Asia/Seoul',
  'UTC',
  ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'Asia/Seoul' && zone !== 'UTC'),
];
