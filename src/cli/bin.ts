#!/usr/bin/env node
import { run } from './main.ts';

// `jobu execution list | head` closes the pipe early; there is nobody left to tell.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

process.exitCode = await run(process.argv.slice(2));
