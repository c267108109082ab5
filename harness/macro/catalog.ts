/** The loaded scenarios that `bench macro` runs, in the order of the abstract; a new one is a file and a line here. */
import { adaptive } from './adaptive.ts';
import { bootStorm } from './boot-storm.ts';
import { cdn } from './cdn.ts';
import { elasticity } from './elasticity.ts';
import { invocations } from './invocations.ts';
import { microReboots } from './micro-reboots.ts';
import { migration } from './migration.ts';
import type { Scenario } from './scenario.ts';

export const scenarios: readonly Scenario[] = [
  elasticity,
  migration,
  invocations,
  adaptive,
  microReboots,
  cdn,
  bootStorm,
];
