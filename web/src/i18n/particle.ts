/** Whether the last sound of a word is a consonant, which decides its Korean particle; `ㄹ` counts apart. */
function ending(word: string): 'vowel' | 'consonant' | 'rieul' {
  const last = [...word.replace(/[^\p{L}\p{N}]+$/u, '')].at(-1)?.toLowerCase() ?? '';
  const code = last.charCodeAt(0) - 0xac00;
  if (code >= 0 && code < 11_172) {
    const final = code % 28;
    return final === 0 ? 'vowel' : final === 8 ? 'rieul' : 'consonant';
  }
  // Digits as they are read: 일, 칠, 팔 end in ㄹ; 영, 삼, 육 in another consonant.
  if ('178l'.includes(last) && last !== '') return 'rieul';
  return '036mnpkb'.includes(last) && last !== '' ? 'consonant' : 'vowel';
}

/** The word with the particle that fits it: `withParticle('정산', '을/를')` is `정산을`. */
export function withParticle(word: string, pair: string): string {
  const [afterConsonant, afterVowel] = pair.split('/') as [string, string];
  const sound = ending(word);
  const takesVowelForm = sound === 'vowel' || (sound === 'rieul' && afterConsonant === '으로');
  return word + (takesVowelForm ? afterVowel : afterConsonant);
}

/** Pairs that translations may name as a format: `{{name, 을/를}}`. */
export const PARTICLES = ['을/를', '이/가', '은/는', '과/와', '으로/로'] as const;
