import { Readable } from 'node:stream';

/**
 * A body made piece by piece. The first two (one may be a heading, which nothing can keep from being made) are there before
 * the answer begins, so that what fails at once is still a problem document.
 */
export async function streamed(pieces: AsyncIterable<string>): Promise<Readable> {
  const iterator = pieces[Symbol.asyncIterator]();
  const ready = [await iterator.next(), await iterator.next()];
  return Readable.from(
    (async function* () {
      for (const piece of ready) if (!piece.done) yield piece.value;
      for (let piece = ready[1]!; !piece.done; ) {
        piece = await iterator.next();
        if (!piece.done) yield piece.value;
      }
    })(),
  );
}
