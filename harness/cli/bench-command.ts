/** `bench`: how fast the harness itself is. Left out: how fast the modelled host is; that is what replay tells. */
import type { Command } from 'commander';
import { InputError } from '../../model/kernel/faults.ts';

export const declare = (command: Command): void => {
  command
    .command('speed')
    .description('hold model, lock storm, churn and ingest against a bare heap')
    .action(() => {
      throw new InputError('bench speed: not in this version yet; known commands: replay, trace');
    });
};
