#!/usr/bin/env node
const LEFT_OVER_MS = 5000;

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(`jobu: Node ${process.versions.node} is too old: jobu needs 22.18 or newer.`);
  process.exit(1);
}

// `jobu execution list | head` closes the pipe early; there is nobody left to tell.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

const { run } = await import('./main.ts');
process.exitCode = await run(process.argv.slice(2));
// What a handler left open (a socket, a timer) does not keep a finished process.
setTimeout(() => process.exit(), LEFT_OVER_MS).unref();

export {};
