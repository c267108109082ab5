#!/usr/bin/env node
/** The process: one command line in, an exit status out. */
import { endingOf } from './exit.ts';
import { run } from './program.ts';

// a reader that has seen enough, as head does, is no fault
process.stdout.on('error', (fault: NodeJS.ErrnoException) => {
  if (fault.code !== 'EPIPE') throw fault;
  process.exit();
});

try {
  await run(process.argv.slice(2));
} catch (fault) {
  const { status, message } = endingOf(fault);
  process.stderr.write(`${message}\n`);
  process.exitCode = status;
}
