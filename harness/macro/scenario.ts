/**
 * A loaded scenario: who runs on the hosts, what arrives, and what a user of it would measure.
 *
 * Left out: how often it is run and what is concluded (macro).
 */
import type { Parameter } from '../../model/kernel/parameter.ts';
import type { Variant } from '../../model/host/variants.ts';
import type { Believed } from '../experiments/draws.ts';

export interface Measure {
  readonly label: string;
  readonly unit: string;
  readonly better: 'lower' | 'higher';
}

/** How large a run is: whole, or just enough to see that it runs. */
export type Size = 'whole' | 'smallest';

export interface Scenario {
  readonly name: string;
  /** What happens, in a sentence. */
  readonly about: string;
  readonly guests: string;
  readonly arrivals: string;
  /** What the model of it leaves out. */
  readonly without: string;
  /** Kind of guest, as `--guest` names it. */
  readonly guest: string;
  /** By key; units stand in the names. */
  readonly measures: Readonly<Record<string, Measure>>;
  /** The measure whose ratio, stock to variant, is the speed-up. */
  readonly headline: string;
  /** What it assumes beside the host's parameters. */
  readonly parameters: Readonly<Record<string, Parameter<number>>>;
  /** @returns a value for each measure */
  readonly run: (
    host: Believed,
    variant: Variant,
    seed: number,
    size: Size,
  ) => Readonly<Record<string, number>>;
}

export const seconds = (label: string): Measure => ({ label, unit: 's', better: 'lower' });
