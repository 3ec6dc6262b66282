import { defineHandler } from 'jobu';
import { z } from 'zod';

/** The smallest handler there is: what it returns is stored as the execution's result. */
export default defineHandler({
  name: 'hello',
  params: z.object({ name: z.string().default('world') }),
  async execute({ name }, { attempt, scheduledTime, log }) {
    log.info(`Hello, ${name}!`);
    return { greeting: `Hello, ${name}!`, attempt, scheduledTime };
  },
});
