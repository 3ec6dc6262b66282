interface Waiter {
  admit(): void;
}

/** First come, first served: one holder at a time, the others wait in order. */
export class WriterQueue {
  #isTaken = false;
  readonly #waiting = new Set<Waiter>();

  get isTaken(): boolean {
    return this.#isTaken;
  }

  /** How many wait for their turn. */
  get length(): number {
    return this.#waiting.size;
  }

  /** Resolves true when it is the caller's turn, false when `timeoutMs` passed before. */
  async enter(timeoutMs: number): Promise<boolean> {
    if (!this.#isTaken) {
      this.#isTaken = true;
      return true;
    }
    return new Promise((resolve) => {
      const waiter: Waiter = {
        admit: () => {
          clearTimeout(timer);
          resolve(true);
        },
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(waiter);
        resolve(false);
      }, timeoutMs);
      this.#waiting.add(waiter);
    });
  }

  leave(): void {
    const [next] = this.#waiting;
    if (next === undefined) this.#isTaken = false;
    else {
      this.#waiting.delete(next);
      next.admit();
    }
  }
}
