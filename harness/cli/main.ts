#!/usr/bin/env node
/** The process: one command line in, an exit status out. */
import { endingOf, exitStatus } from './exit.ts';
import { run } from './program.ts';

// a reader that has seen enough, as head does, is no fault; a disk that is full is one, of the user's
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
  if (code === 'EPIPE') process.exit();
  process.stderr.write(`standard output: cannot be written (${code ?? 'no code'}); send it elsewhere\n`);
  process.exit(exitStatus.input);
});

try {
  await run(process.argv.slice(2));
} catch (fault) {
  const { status, message } = endingOf(fault);
  process.stderr.write(`${message}\n`);
  process.exitCode = status;
}
