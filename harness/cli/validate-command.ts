/** `validate`: stub. Left out: everything. */
import type { Command } from 'commander';
export const declare = (command: Command): void => {
  command.argument('[x]');
};
