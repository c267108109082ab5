/**
 * A host profile in a file: a release as its base, the values that were measured, and the laws they were read off.
 *
 * Written by calibrate, read wherever `--host` is: a file is a path that ends in .json. A person may write one as well:
 * schema, name, base and values are enough. Left out: designs of their own, which are the base's.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { parameterRows, profileNamed, type Party, type Profile } from '../../model/host/profile.ts';
import { InputError } from '../../model/kernel/faults.ts';
import type { Parameter } from '../../model/kernel/parameter.ts';
import { didYouMean } from '../../model/kernel/spelling.ts';
import { formNames, formOf, type FormName, type Law } from './laws.ts';

export const HOST_SCHEMA = 'xenreplay/host/1';

const cost = z.number().min(0);
const interval = z.tuple([cost, cost]).nullable();
const error = z.number().nullable();
const conditions = z.record(z.string(), z.number());

const hostFile = z.object({
  schema: z.literal(HOST_SCHEMA),
  name: z.string().min(1),
  about: z.string().optional(),
  /** A release, or a release and its xenstored. */
  base: z.string(),
  values: z.record(z.string(), z.record(z.string(), cost)),
  parameters: z.array(z.object({ name: z.string(), value: cost, interval, from: z.string() })).optional(),
  laws: z
    .array(
      z.object({
        series: z.string(),
        form: z.enum(formNames as unknown as [FormName, ...FormName[]]),
        unit: z.string(),
        coefficients: z.array(cost),
        terms: z.array(z.string()),
        intervals: z.array(interval),
        r2: error,
        points: z.number(),
        up_to: conditions,
        residuals: z.array(z.number()),
      }),
    )
    .optional(),
  judged: z
    .object({
      fitted_on: z.number(),
      predicted: z.number(),
      mape_fraction: error,
      median_error_fraction: error,
    })
    .optional(),
});

export type HostFile = z.infer<typeof hostFile>;

/** A host with the laws that its measurements follow; none where it was not calibrated. */
export interface CalibratedHost {
  readonly profile: Profile;
  readonly laws: ReadonlyMap<string, Law>;
}

export const isHostFile = (text: string): boolean => text.endsWith('.json');

/**
 * A release by its name, or a profile in a file.
 *
 * @throws {InputError} for an unknown release, or a file that is missing or is no profile
 */
export const hostNamed = (text: string): Profile => calibratedHost(text).profile;

/** {@link hostNamed}, with its laws. */
export const calibratedHost = (text: string): CalibratedHost =>
  isHostFile(text) ? read(text) : { profile: profileNamed(text), laws: new Map() };

const read = (path: string): CalibratedHost => {
  const file = parsed(path);
  const base = baseOf(path, file.base);
  const known = new Map(parameterRows(base).map((row) => [row.name, row.parameter]));
  const values: Record<string, Record<string, number>> = {};
  const records: Record<string, Record<string, Parameter<number>>> = {};
  for (const [party, own] of Object.entries(file.values)) {
    for (const [key, value] of Object.entries(own)) {
      const name = `${party}.${key}`;
      const parameter = known.get(name);
      if (parameter === undefined) {
        throw new InputError(
          `${path}: values.${name} is no parameter of ${file.base}${didYouMean(name, [...known.keys()])}; ` +
            `docs/parameters.md lists them`,
        );
      }
      const found = file.parameters?.find((one) => one.name === name);
      (values[party] ??= {})[key] = value;
      (records[party] ??= {})[key] = {
        value,
        range: found?.interval ?? [value, value],
        unit: parameter.unit,
        source: { kind: 'measured', on: file.name, how: found?.from ?? 'as its profile says' },
      };
    }
  }
  return {
    profile: withValues({ ...base, name: file.name, about: file.about ?? base.about }, values, records),
    laws: lawsOf(path, file),
  };
};

const withValues = (
  base: Profile,
  values: Readonly<Record<string, Readonly<Record<string, number>>>>,
  records: Readonly<Record<string, Readonly<Record<string, Parameter<number>>>>>,
): Profile => {
  const parties = Object.keys(base.values) as Party[];
  const merged = <T extends object>(old: T, own: Readonly<Record<string, object>>): T =>
    Object.fromEntries(
      parties.map((party) => [party, { ...(old as Record<string, object>)[party], ...own[party] }]),
    ) as T;
  return { ...base, values: merged(base.values, values), records: merged(base.records, records) };
};

const lawsOf = (path: string, { laws = [] }: HostFile): ReadonlyMap<string, Law> => {
  for (const { series, form, coefficients } of laws) {
    const { terms } = formOf(form);
    if (coefficients.length === terms.length) continue;
    throw new InputError(
      `${path}: law "${series}" has ${coefficients.length} coefficients; the form "${form}" has ${terms.length} terms; ` +
        `make the file again with npm run calibrate`,
    );
  }
  return new Map(laws.map(({ series, form, coefficients }) => [series, { form, coefficients }]));
};

const baseOf = (path: string, name: string): Profile => {
  try {
    return profileNamed(name);
  } catch (fault) {
    if (!(fault instanceof InputError)) throw fault;
    throw new InputError(`${path}: base: ${fault.message.replace(/^--host: /u, '')}`, { cause: fault });
  }
};

const parsed = (path: string): HostFile => {
  let raw: unknown;
  try {
    raw = JSON.parse(readFileSync(path, 'utf8'));
  } catch (fault) {
    const { code } = fault as NodeJS.ErrnoException;
    const found =
      fault instanceof SyntaxError
        ? 'not JSON'
        : code === 'ENOENT'
          ? 'not found'
          : `cannot be read (${code})`;
    throw new InputError(`${path}: ${found}; a host profile is what npm run calibrate -- DIR writes`, {
      cause: fault,
    });
  }
  const checked = hostFile.safeParse(raw);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  const where = issue!.path.join('.') || 'the file';
  throw new InputError(
    `${path}: ${where}: ${issue!.message}; a host profile is what npm run calibrate -- DIR writes (${HOST_SCHEMA})`,
  );
};
