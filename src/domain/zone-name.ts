import { JobuError } from '../errors.ts';
import { closest } from './suggestion.ts';

/** Abbreviations people type; they are no zone names, and some of them mean several zones. */
const ABBREVIATIONS: Readonly<Record<string, string>> = {
  KST: 'Asia/Seoul',
  JST: 'Asia/Tokyo',
  PST: 'America/Los_Angeles',
  BST: 'Europe/London',
  IST: 'Asia/Kolkata',
  CTT: 'Asia/Shanghai',
};

/** Zones without a region that the IANA database has; the runtime knows more, such as PST, which it does not. */
const WITHOUT_REGION = new Set(
  (
    'CET CST6CDT Cuba EET EST EST5EDT Egypt Eire GB GB-Eire GMT GMT+0 GMT-0 GMT0 Greenwich HST Hongkong Iceland Iran ' +
    'Israel Jamaica Japan Kwajalein Libya MET MST MST7MDT NZ NZ-CHAT Navajo PRC PST8PDT Poland Portugal ROC ROK ' +
    'Singapore Turkey UCT UTC Universal W-SU WET Zulu'
  )
    .toUpperCase()
    .split(' '),
);

function suggestZone(zone: string): string | undefined {
  const abbreviated = ABBREVIATIONS[zone.trim().toUpperCase()];
  if (abbreviated) return abbreviated;
  const zones = ['UTC', ...Intl.supportedValuesOf('timeZone')];
  const city = zone.trim().replaceAll(' ', '_').toLowerCase();
  return zones.find((known) => known.toLowerCase().endsWith(`/${city}`)) ?? closest(city, zones);
}

/** TIME_ZONE_UNKNOWN for a zone, with the name that was probably meant. */
export function unknownZone(zone: string): JobuError {
  const meant = suggestZone(zone);
  const hint = meant
    ? `Did you mean "${meant}"?`
    : 'Use a name of the IANA database: Asia/Seoul, Europe/Berlin or UTC.';
  return new JobuError('TIME_ZONE_UNKNOWN', { zone, hint });
}

/** Zones of the runtime that exist in the IANA database too: no offsets (`+09:00`), no abbreviations (`PST`). */
export function isIanaName(zone: string): boolean {
  return zone.includes('/') ? !/^SystemV\//i.test(zone) : WITHOUT_REGION.has(zone.toUpperCase());
}
