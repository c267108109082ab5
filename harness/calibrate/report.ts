/**
 * What a person reads after a calibration: how well it predicts what it was not fitted to, and the parameters with intervals.
 *
 * Left out: the laws one by one, which stand in the profile with their residuals.
 */
import { mean, median } from 'simple-statistics';
import { counted, entry, NONE, number, percent, table, wrapped, type Column } from '../report/text.ts';
import type { Calibration, Prediction } from './calibration.ts';
import type { Measurements } from './measurements.ts';
import type { CalibratedProfile } from './profile.ts';

/** The report, line by line, 80 columns. */
export const calibrationLines = (
  folder: string,
  { unused }: Measurements,
  { calibration, parameters, file }: CalibratedProfile,
): readonly string[] => [
  'Calibration',
  ...entry('folder', folder),
  ...entry('base', file.base),
  ...entry(
    'laws',
    `${calibration.laws.length} series, ${counted(
      calibration.laws.reduce((sum, law) => sum + law.points, 0),
      'measurement',
    )}`,
  ),
  ...unused.flatMap(({ file: name, because }) => entry('not used', `${name}: ${because}`)),
  '',
  'Fitted on the smaller conditions of each series, judged on the larger ones',
  ...judged(calibration),
  '',
  'Parameters of the model that were measured',
  ...(parameters.length === 0
    ? ['  none: the folder has no series that tells them apart']
    : fittedTable(parameters)),
  '',
  ...lastWords(calibration),
];

const columns: readonly Column[] = [
  { head: ['measurements'], align: 'left' },
  { head: ['predicted'], align: 'right' },
  { head: ['mean', 'error [%]'], align: 'right' },
  { head: ['median', 'error [%]'], align: 'right' },
  { head: ['largest', 'error [%]'], align: 'right' },
];

/** `latency c READ` and its like are one kind. */
const kindOf = (series: string): string =>
  /^(?:(?:emulated|threaded|real) \S+|xl -vvv)/u.exec(series)?.[0] ??
  (/^(?:\d|destroy:)/u.test(series) ? 'counts' : series.split(' ')[0]!);

const row = (name: string, some: readonly Prediction[]): readonly string[] => {
  const errors = some.map(({ error }) => error);
  return [
    name,
    String(errors.length),
    share(mean(errors)),
    share(median(errors)),
    share(Math.max(...errors)),
  ];
};

const judged = ({ predictions }: Calibration): readonly string[] => {
  if (predictions.length === 0) return ['  nothing: no series has conditions enough to be split'];
  const kinds = new Map<string, Prediction[]>();
  for (const one of predictions) {
    const kind = kindOf(one.measurement.series);
    kinds.set(kind, [...(kinds.get(kind) ?? []), one]);
  }
  return table(columns, [...[...kinds].map(([kind, some]) => row(kind, some)), row('all', predictions)]).map(
    (line) => `  ${line}`,
  );
};

/** Rounding errors are no errors. */
const share = (error: number): string => percent(error < 1e-9 ? 0 : error);

const fittedTable = (parameters: CalibratedProfile['parameters']): readonly string[] =>
  table(
    [
      { head: ['parameter'], align: 'left' },
      { head: ['value'], align: 'right' },
      { head: ['95 %'], align: 'right' },
    ],
    parameters.map(({ name, value, interval }) => [
      name,
      number(value),
      interval === null ? NONE : `${number(interval[0])} to ${number(interval[1])}`,
    ]),
  ).map((line) => `  ${line}`);

const lastWords = ({ mape, medianError, fittedOn, predictions }: Calibration): readonly string[] =>
  mape === null || medianError === null
    ? wrapped('Nothing was predicted: measure at more conditions, at least three of each series')
    : wrapped(
        `Fitted on ${fittedOn} measurements, it predicts the ${predictions.length} larger ones with a mean error of ` +
          `${share(mape)} % (median ${share(medianError)} %)`,
      );
