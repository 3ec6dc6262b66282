const INITIALS = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ';

/** The first consonant of a syllable: ㅈ of 정; other characters are their own. */
function initialOf(character: string): string {
  const code = character.charCodeAt(0) - 0xac00;
  return code >= 0 && code < 11_172 ? INITIALS[Math.floor(code / 588)]! : character;
}

const fits = (wanted: string, character: string): boolean =>
  wanted === character || (INITIALS.includes(wanted) && wanted === initialOf(character));

/** Whether a text contains what is sought; a lone consonant stands for any syllable that begins with it: ㅈㅅ finds 정산. */
export function matches(text: string, sought: string): boolean {
  const letters = [...text.toLowerCase()];
  return sought
    .toLowerCase()
    .split(/\s+/)
    .every((word) => {
      const wanted = [...word];
      return letters.some((_, start) => wanted.every((letter, index) => fits(letter, letters[start + index] ?? '')));
    });
}
