/**
 * From a folder of measurements to a host profile: laws, the parameters read off them, and how well they predict.
 *
 * Left out: where it is written.
 */
import { profileNamed } from '../../model/host/profile.ts';
import { calibrated, type Calibration } from './calibration.ts';
import { HOST_SCHEMA, type HostFile } from './host-file.ts';
import { formOf } from './laws.ts';
import type { Measurement } from './measurements.ts';
import { parametersFrom, type FittedParameter } from './parameters.ts';
import type { Within } from '../work/pieces.ts';

export interface CalibratedProfile {
  readonly calibration: Calibration;
  readonly parameters: readonly FittedParameter[];
  readonly file: HostFile;
}

/**
 * @param base  the release that the measured host runs, and its xenstored where it is not the usual one
 * @throws {InputError} when there is no such release
 */
export const profileFrom = async (
  measured: readonly Measurement[],
  name: string,
  base: string,
  within?: Within,
): Promise<CalibratedProfile> => {
  const profile = profileNamed(base);
  const calibration = await calibrated(measured, within);
  const daemon = profile.conflicts === 'never' ? 'ox' : 'c';
  const parameters = parametersFrom(calibration.laws, profile.values, daemon);
  const values: Record<string, Record<string, number>> = {};
  for (const parameter of parameters) {
    const [party, key] = parameter.name.split('.') as [string, string];
    (values[party] ??= {})[key] = parameter.value;
  }
  return {
    calibration,
    parameters,
    file: {
      schema: HOST_SCHEMA,
      name,
      about: `${profile.about}; calibrated on ${measured.length} measurements`,
      base,
      values,
      parameters: parameters.map(({ name: key, value, interval, from }) => ({
        name: key,
        value,
        interval: interval === null ? null : [...interval],
        from,
      })),
      laws: calibration.laws.map((law) => ({
        series: law.series,
        form: law.form,
        unit: law.unit,
        terms: formOf(law.form).terms.map((term) => term.name),
        coefficients: [...law.coefficients],
        intervals: law.intervals.map((one) => (one === null ? null : [...one])),
        r2: law.r2,
        points: law.points,
        up_to: { ...law.upTo },
        residuals: [...law.residuals],
      })),
      judged: {
        fitted_on: calibration.fittedOn,
        predicted: calibration.predictions.length,
        mape_fraction: calibration.mape,
        median_error_fraction: calibration.medianError,
      },
    },
  };
};
