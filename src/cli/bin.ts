#!/usr/bin/env node
import { run } from './main.ts';

const LEFT_OVER_MS = 5000;

// `jobu execution list | head` closes the pipe early; there is nobody left to tell.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

process.exitCode = await run(process.argv.slice(2));
// What a handler left open (a socket, a timer) does not keep a finished process.
setTimeout(() => process.exit(), LEFT_OVER_MS).unref();
