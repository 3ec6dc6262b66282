#!/usr/bin/env node
import module from 'node:module';
import { fileURLToPath } from 'node:url';
import { IS_NODE_TOO_OLD } from './version.ts';

const LEFT_OVER_MS = 5000;

if (IS_NODE_TOO_OLD && process.argv[2] !== 'init') {
  console.error(
    `jobu: Node ${process.versions.node} is too old: jobu needs 22.18 or newer. ` +
      '"npm install --save-dev node@24" gives a project a Node of its own.',
  );
  process.exit(1);
}

// Reading the modules is most of what a short command takes. Beside the package, since what others can write, such as the
// folder for temporary files, is no place for code; where that cannot be written, nothing is kept.
if (!IS_NODE_TOO_OLD) module.enableCompileCache(fileURLToPath(new URL('../../.cache/compile', import.meta.url)));

// `jobu execution list | head` closes the pipe early; there is nobody left to tell.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

const { run } = await import('./main.ts');
process.exitCode = await run(process.argv.slice(2));
// What a handler left open (a socket, a timer) does not keep a finished process.
setTimeout(() => process.exit(), LEFT_OVER_MS).unref();
