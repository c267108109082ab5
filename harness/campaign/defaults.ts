/**
 * What holds where a flag of `replay` is not given: one table for `--help`, for the experiment and for `again`.
 *
 * Values are written as a person would type them, unit included. Left out: what they mean; that is said once, beside the
 * options of the command line.
 */
export const defaults = {
  format: 'auto',
  read: 'as-is',
  policy: 'auto',
  fixes: 'every',
  host: 'xen-4.8',
  guest: 'pv-debian',
  seed: '1',
  seeds: '1',
  slo: 'auto',
  isoSla: 'off',
  from: '0s',
  to: 'end',
  scale: 'auto',
  utilisationAs: 'unnamed',
  placement: 'start',
  gaps: 'auto',
  destroy: 'wall',
  censored: 'preboot',
  hosts: 'auto',
  neighbours: 'auto',
  tick: 'auto',
  requests: 'fluid',
  memory: '4GiB',
  vcpus: '2',
} as const;

export type FlagName = keyof typeof defaults;
export const flagNames = Object.keys(defaults) as readonly FlagName[];

/** As it is typed, without its dashes: `iso-sla`. */
export const spelled = (name: FlagName): string =>
  name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** `--slo auto` means this set-up time for a lifecycle trace, and this response time for a load. */
export const sloDefault = { lifecycle: '10s', load: '500ms' } as const;
