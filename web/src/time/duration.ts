const numbers = new Map<string, Intl.NumberFormat>();

/** A number in the language's form, with at most `digits` after the point. */
export function numberText(value: number, language: string, digits = 0): string {
  const key = `${language} ${digits}`;
  let format = numbers.get(key);
  if (!format) {
    format = new Intl.NumberFormat(language, { maximumFractionDigits: digits });
    numbers.set(key, format);
  }
  return format.format(value);
}

const UNITS = {
  ko: { ms: '밀리초', s: '초', m: '분', h: '시간', d: '일' },
  en: { ms: ' ms', s: ' s', m: ' min', h: ' h', d: ' d' },
} as const;

/** A duration in its two largest units: `1 h 5 min`, `3.2 s`. */
export function durationText(ms: number, language: 'ko' | 'en'): string {
  const unit = UNITS[language];
  if (ms < 1000) return `${Math.round(ms)}${unit.ms}`;
  if (ms < 60_000) return `${numberText(ms / 1000, language, 1)}${unit.s}`;
  const parts: [number, string][] = [
    [Math.floor(ms / 86_400_000), unit.d],
    [Math.floor(ms / 3_600_000) % 24, unit.h],
    [Math.floor(ms / 60_000) % 60, unit.m],
    [Math.floor(ms / 1000) % 60, unit.s],
  ];
  const first = parts.findIndex(([value]) => value > 0);
  return parts
    .slice(first, first + 2)
    .filter(([value]) => value > 0)
    .map(([value, name]) => `${value}${name}`)
    .join(' ');
}

/** How long ago or how far ahead: `3분 전`, `in 5 min`. */
export function relativeText(instant: Date, now: number, language: 'ko' | 'en'): string {
  const ms = instant.getTime() - now;
  if (Math.abs(ms) < 1000) return language === 'ko' ? '지금' : 'now';
  const span = durationText(Math.floor(Math.abs(ms) / 1000) * 1000, language);
  if (language === 'ko') return ms < 0 ? `${span} 전` : `${span} 후`;
  return ms < 0 ? `${span} ago` : `in ${span}`;
}
