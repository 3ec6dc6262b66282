import { z } from 'zod';

/** The page of a list as the Python version answered it. */
export const numberedPageOf = <T extends z.ZodType>(item: T) =>
  z.object({
    items: z.array(item),
    page: z.int(),
    size: z.int(),
    total: z.int().describe('At most 10,000 are counted.'),
    pages: z.int(),
  });

export const numberedPageFields = {
  page: z.coerce
    .number()
    .int()
    .min(1)
    .max(500)
    .default(1)
    .describe('From 1; nothing beyond the first 10,000 is numbered.'),
  size: z.coerce.number().int().min(1).max(100).default(20),
};

/** One numbered page. */
export const numberedPage = <T>(
  items: readonly T[],
  { page, size }: { page: number; size: number },
  total: number,
) => ({
  items: [...items],
  ...{ page, size, total, pages: Math.ceil(total / size) },
});
