import i18next, { type BackendModule, type ResourceKey } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { preferences } from '../preferences.ts';
import { PARTICLES, withParticle } from './particle.ts';

const files = import.meta.glob<{ default: ResourceKey }>('../locales/*/*.json');

const backend: BackendModule = {
  type: 'backend',
  init: () => {},
  read: async (language, namespace) => (await files[`../locales/${language}/${namespace}.json`]!()).default,
};

/** Starts translation in the viewer's language; pages load the words they need. */
export async function startTranslation(): Promise<void> {
  await i18next
    .use(backend)
    .use(initReactI18next)
    .init({
      lng: preferences.get().language,
      fallbackLng: false,
      supportedLngs: ['ko', 'en'],
      ns: ['shell', 'problems', 'session', 'scheduler'],
      defaultNS: 'shell',
      interpolation: { escapeValue: false },
      react: { useSuspense: false },
    });
  for (const pair of PARTICLES)
    i18next.services.formatter?.add(pair, (value: unknown) => withParticle(String(value), pair));
  const show = (): void => {
    document.documentElement.lang = i18next.language;
  };
  show();
  i18next.on('languageChanged', show);
  preferences.subscribe(() => {
    const { language } = preferences.get();
    if (language !== i18next.language) void i18next.changeLanguage(language);
  });
}

export const loadWords = (namespaces: readonly string[]): Promise<void> => i18next.loadNamespaces([...namespaces]);
