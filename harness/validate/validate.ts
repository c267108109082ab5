/**
 * The one table: the model against closed forms, against measurements, and against published figures.
 *
 * Left out: how it is shown.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { calibrated, type Calibration } from '../calibrate/calibration.ts';
import { calibratedHost } from '../calibrate/host-file.ts';
import { measurementsIn } from '../calibrate/measurements.ts';
import { percent } from '../report/text.ts';
import { closedForms } from './closed-forms.ts';
import { largerHosts } from './larger-hosts.ts';
import { lockFacts, measuredRows } from './measured.ts';
import { publishedFacts } from './published.ts';
import { rowOf, validationOf, type Validation } from './row.ts';
import { throughHost } from './through-host.ts';

/** Measurements beside the repository, or where XENREPLAY_SHARED says; from dist/harness/validate/. */
const sharedFolder = (): string =>
  `${process.env['XENREPLAY_SHARED'] ?? fileURLToPath(new URL('../../../../shared', import.meta.url))}/measured`;

export interface Validated {
  readonly validation: Validation;
  /** What holds for many rows at once. */
  readonly notes: readonly string[];
}

/** Everything that the model is held against; without the measurements' folder the rows that need it are left out. */
export const validated = (): Validated => {
  const folder = sharedFolder();
  const there = existsSync(folder);
  const measurements = there ? measurementsIn(folder) : undefined;
  const calibration = measurements === undefined ? undefined : calibrated(measurements.measured);
  const facts = [
    ...closedForms(),
    ...throughHost(),
    ...(calibration === undefined ? [] : largerHosts(calibration)),
    ...(measurements === undefined ? [] : measurements.locks.flatMap(lockFacts)),
    ...publishedFacts(),
  ];
  return {
    validation: validationOf(facts.map(rowOf)),
    notes: [calibration === undefined ? ABSENT : noteOf(calibration)],
  };
};

const ABSENT =
  'The folder of measurements (../shared/measured) is not there: rows that need it are left out.';

const noteOf = ({ fittedOn, predictions, mape, medianError }: Calibration): string =>
  `The measuring machine is a profile of its own: fitted on ${fittedOn} measurements of smaller hosts, it predicts the ` +
  `${predictions.length} of larger ones with a mean error of ${percent(mape ?? 0)} %, median ${percent(medianError ?? 0)} %.`;

/** A profile against a folder. @throws {InputError} for a folder or a profile that cannot be read */
export const validatedAgainst = (folder: string, host: string): Validation =>
  validationOf(measuredRows(calibratedHost(host), measurementsIn(folder)));

export const defaultFolder = sharedFolder;
