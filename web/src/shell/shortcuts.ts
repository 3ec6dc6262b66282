import { useEffect, useRef } from 'react';
import { preferences } from '../preferences.ts';

/** Keys and what they do: `j`, `Shift+x`, `g c` (one after the other), `Mod+k`. */
export interface Shortcut {
  readonly keys: string;
  /** Key of its description in `shell`, for the list that `?` shows. */
  readonly label: string;
  readonly run: (event: KeyboardEvent) => void;
  /** Works in fields too, and when shortcuts are off: it has a modifier. */
  readonly always?: boolean;
}

const layers: (readonly Shortcut[])[] = [];
const SEQUENCE_MS = 1200;
let prefix = '';
let prefixAt = 0;

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
  !(target instanceof HTMLInputElement && ['checkbox', 'radio', 'button'].includes(target.type));

/** Enter on a button or a link is that button's. */
const isPress = ({ key, target }: KeyboardEvent): boolean =>
  key === 'Enter' && target instanceof Element && target.closest('a,button,summary') !== null;

/** The key as it is named here, also while a Korean input method is on. */
function nameOf(event: KeyboardEvent): string {
  const { key, code } = event;
  const letter = /^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase();
  const plain = letter ?? (key === 'Process' ? code : key);
  const mod = event.metaKey || event.ctrlKey ? 'Mod+' : '';
  const shift = event.shiftKey && (letter !== undefined || plain.length > 1) ? 'Shift+' : '';
  return mod + shift + plain;
}

let isInDialog = false;
// Before anything else hears the key: a dialog that closes on it is gone when its turn comes here.
addEventListener(
  'keydown',
  () => {
    isInDialog = document.querySelector('[role="dialog"]') !== null;
  },
  true,
);

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.altKey || isPress(event) || ['Shift', 'Control', 'Meta'].includes(event.key))
    return;
  const name = nameOf(event);
  const sequence = prefix !== '' && Date.now() - prefixAt < SEQUENCE_MS ? `${prefix} ${name}` : name;
  prefix = '';
  const quiet = isField(event.target) || !preferences.get().shortcuts || isInDialog;
  const all = layers.toReversed().flat();
  const found = all.find(({ keys, always }) => (keys === sequence || keys === name) && (always || !quiet));
  if (found && (found.keys === sequence || sequence === name)) {
    event.preventDefault();
    found.run(event);
  } else if (!quiet && all.some(({ keys }) => keys.startsWith(`${name} `))) {
    prefix = name;
    prefixAt = Date.now();
  }
}

addEventListener('keydown', onKey);

/** Shortcuts while a component is on the page; the latest component comes first. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  const signature = shortcuts.map(({ keys, label }) => `${keys}\t${label}`).join('\n');
  useEffect(() => {
    const layer = signature.split('\n').map((line, index): Shortcut => {
      const [keys = '', label = ''] = line.split('\t');
      const always = latest.current[index]?.always ?? false;
      return { keys, label, always, run: (event) => latest.current[index]?.run(event) };
    });
    layers.push(layer);
    return () => void layers.splice(layers.indexOf(layer), 1);
  }, [signature]);
}

/** What the keys do on this page. */
export const activeShortcuts = (): readonly Shortcut[] => layers.flat().filter(({ keys }) => keys !== '');
