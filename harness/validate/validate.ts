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
import { rowOf, validationOf, type Fact, type Validation } from './row.ts';
import { throughHost } from './through-host.ts';
import { inPieces, type Piece, type Watch } from '../work/pieces.ts';

/** Measurements beside the repository, or where XENREPLAY_SHARED says; from dist/harness/validate/. */
const sharedFolder = (): string =>
  `${process.env['XENREPLAY_SHARED'] ?? fileURLToPath(new URL('../../../../shared', import.meta.url))}/measured`;

export interface Validated {
  readonly validation: Validation;
  /** What holds for many rows at once. */
  readonly notes: readonly string[];
}

interface Part {
  readonly facts: readonly Fact[];
  readonly notes: readonly string[];
}

/**
 * Everything that the model is held against; without the measurements' folder the rows that need it are left out.
 *
 * Weights: tenths of a second.
 */
export const validated = async (watch: Watch): Promise<Validated> => {
  const folder = sharedFolder();
  const measurements = existsSync(folder) ? measurementsIn(folder) : undefined;
  const only = (facts: readonly Fact[]): Part => ({ facts, notes: [] });
  const pieces: readonly Piece<Part>[] = [
    { label: 'closed forms', weight: 7, run: () => only(closedForms()) },
    { label: 'counts and ratios through the host', weight: 5, run: () => only(throughHost()) },
    measurements === undefined
      ? { label: 'measurements', weight: 0, run: () => ({ facts: [], notes: [ABSENT] }) }
      : {
          label: 'measurements',
          weight: 50,
          run: async (within) => {
            const calibration = await calibrated(measurements.measured, within);
            const facts = [...largerHosts(calibration), ...measurements.locks.flatMap(lockFacts)];
            return { facts, notes: [noteOf(calibration)] };
          },
        },
    { label: 'published figures', weight: 4, run: () => only(publishedFacts()) },
  ];
  const { made, missing } = await inPieces(pieces, watch);
  return {
    validation: validationOf(
      made.flatMap(({ facts }) => facts.map(rowOf)),
      missing,
    ),
    notes: made.flatMap(({ notes }) => notes),
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
