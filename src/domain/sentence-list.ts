const UNIT_SECONDS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/** A duration in its units, the largest first. */
export function durationParts(seconds: number): [count: number, unit: 'day' | 'hour' | 'minute' | 'second'][] {
  const parts: [number, (typeof UNIT_SECONDS)[number][0]][] = [];
  let rest = seconds;
  for (const [unit, size] of UNIT_SECONDS) {
    const count = Math.floor(rest / size);
    if (count > 0) parts.push([count, unit]);
    rest -= count * size;
  }
  return parts;
}

/** Ascending numbers as spans; only three and more in a row are one. */
export function spans(values: readonly number[]): [from: number, to: number][] {
  const found: [number, number][] = [];
  for (let start = 0; start < values.length; ) {
    let end = start;
    while (values[end + 1] === values[end]! + 1) end++;
    if (end - start >= 2) found.push([values[start]!, values[end]!]);
    else for (let index = start; index <= end; index++) found.push([values[index]!, values[index]!]);
    start = end + 1;
  }
  return found;
}

/** Whether days are all odd or all even ones of a month. */
export function isOddOrEven(days: readonly number[]): 'odd' | 'even' | undefined {
  const first = days[0]!;
  const isWhole = days.every((day, index) => day === first + 2 * index) && days.at(-1)! >= 30 && first <= 2;
  return isWhole && days.length > 1 ? (first === 1 ? 'odd' : 'even') : undefined;
}
