/** The languages that jobu speaks, English first. */
const LANGUAGES = ['en', 'ko'] as const;

export type Language = (typeof LANGUAGES)[number];

/** The language that is preferred among ours, by an Accept-Language header. Default English. */
export function languageOf(header = ''): Language {
  const wanted = header
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const weight = parameters.find((parameter) => parameter.trim().startsWith('q='));
      return { name: tag.split('-')[0]!, weight: weight === undefined ? 1 : Number(weight.trim().slice(2)) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight)
    .flatMap(({ name }) => LANGUAGES.filter((language) => language === name));
  return wanted[0] ?? 'en';
}
