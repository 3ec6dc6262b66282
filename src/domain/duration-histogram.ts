/** Durations counted in buckets that grow by a fifth each, as stored: `bucket:count,...`. */
export type HistogramText = string;

const PER_DOUBLING = 4;

/** The bucket of a duration: 0 below 1 ms, then four for each doubling. */
export function bucketOf(ms: number): number {
  return ms < 1 ? 0 : Math.floor(Math.log2(ms) * PER_DOUBLING) + 1;
}

/** The duration in milliseconds that stands for a bucket: the middle of its bounds. */
function middleOf(bucket: number): number {
  if (bucket === 0) return 0;
  const lower = 2 ** ((bucket - 1) / PER_DOUBLING);
  return Math.round((lower + 2 ** (bucket / PER_DOUBLING)) / 2);
}

/** How many durations fell into which bucket. Percentiles read from it are within 10 percent. */
export class DurationHistogram {
  readonly #counts = new Map<number, number>();

  static parse(text: HistogramText): DurationHistogram {
    const histogram = new DurationHistogram();
    histogram.merge(text);
    return histogram;
  }

  /** Counts a duration in milliseconds; `times` may be negative to take it back. */
  add(ms: number, times = 1): void {
    this.#change(bucketOf(Math.max(0, ms)), times);
  }

  /** Adds what another histogram counted. */
  merge(other: HistogramText | DurationHistogram): void {
    if (other instanceof DurationHistogram) {
      for (const [bucket, count] of other.#counts) this.#change(bucket, count);
      return;
    }
    for (const part of other === '' ? [] : other.split(',')) {
      const [bucket, count] = part.split(':');
      this.#change(Number(bucket), Number(count));
    }
  }

  #change(bucket: number, times: number): void {
    const count = (this.#counts.get(bucket) ?? 0) + times;
    if (count === 0) this.#counts.delete(bucket);
    else this.#counts.set(bucket, count);
  }

  get count(): number {
    let sum = 0;
    for (const count of this.#counts.values()) sum += Math.max(0, count);
    return sum;
  }

  /** The duration in milliseconds that `fraction` (0 to 1) of all stay below; null without any. */
  percentile(fraction: number): number | null {
    const total = this.count;
    if (total === 0) return null;
    let left = Math.max(1, Math.ceil(total * fraction));
    for (const bucket of [...this.#counts.keys()].sort((a, b) => a - b)) {
      left -= Math.max(0, this.#counts.get(bucket)!);
      if (left <= 0) return middleOf(bucket);
    }
    return null;
  }

  toString(): HistogramText {
    return [...this.#counts]
      .sort(([a], [b]) => a - b)
      .map(([bucket, count]) => `${bucket}:${count}`)
      .join(',');
  }
}
