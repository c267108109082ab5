/**
 * `calibrate`: a folder of measurements becomes a host profile, which `--host` reads.
 *
 * Left out: measuring; harness/calibrate/measure-dom0.sh does that on the host.
 */
import type { Command } from 'commander';

const BASE = 'xen-4.17';
const OUT = 'results/hosts/calibrated.json';

const helpText = (): string =>
  [
    'npm run calibrate -- ../shared/measured',
    '',
    'Usage: npm run calibrate -- DIR [--base PROFILE] [--name NAME] [--out FILE]',
    '         fits a law to every series of measurements in the CSV files and logs',
    '         of DIR, on the smaller hosts, says how well it predicts the larger',
    '         ones, fits again on all, and writes a profile for --host FILE',
    `  --base PROFILE  release of the measured host; with +oxenstored [${BASE}]`,
    '  --name NAME     of the profile [the name of the file]',
    `  --out FILE      where it is written, .json [${OUT}]`,
    '  --json          the profile on stdout instead of the report; no file is',
    '                  written unless --out names one',
    '',
    'Measurements: the columns of ../shared/measured/README.md, and logs that',
    "xl -vvv create FILE 2>&1 | ts '%.s' writes; on a host of your own",
    'sh harness/calibrate/measure-dom0.sh makes both; it first says what it would do.',
    'What they can and cannot tell: docs/calibration.md',
    '',
  ].join('\n');

export const declare = (command: Command): void => {
  command
    .configureHelp({ formatHelp: helpText })
    .argument('<dir>')
    .option('--base <PROFILE>', 'release of the measured host', BASE)
    .option('--name <NAME>')
    .option('--out <FILE>')
    .option('--json')
    .action(calibrate);
};

interface Typed {
  readonly base: string;
  readonly name?: string;
  readonly out?: string;
  readonly json?: true;
}

const calibrate = async (folder: string, { base, name, out, json }: Typed): Promise<void> => {
  const { InputError } = await import('../../model/kernel/faults.ts');
  const { isHostFile } = await import('../calibrate/host-file.ts');
  const { measurementsIn } = await import('../calibrate/measurements.ts');
  const { profileFrom } = await import('../calibrate/profile.ts');
  const { pathShown, writeWhole } = await import('../result/store.ts');
  const { withinOf } = await import('../work/pieces.ts');
  const path = out ?? (json ? undefined : OUT);
  if (path !== undefined && !isHostFile(path)) {
    throw new InputError(
      `--out: found "${path}"; a host profile ends in .json, so that --host knows it as a file`,
    );
  }
  const { basename } = await import('node:path'); // oxlint-disable-line typescript/unbound-method -- a function of a module
  const measurements = measurementsIn(folder);
  const { watched } = await import('./watched.ts');
  const { measured } = measurements;
  // half of the laws would be no profile: an interrupt leaves nothing
  const made = await watched((watch) =>
    profileFrom(
      measured,
      name ?? basename(path ?? OUT, '.json'),
      base,
      withinOf(watch, measured.length, 'measurements fitted'),
    ),
  );
  const text = `${JSON.stringify(made.file, null, 2)}\n`;
  if (path !== undefined) await writeWhole(path, text);
  if (json) {
    process.stdout.write(text);
    return;
  }
  const { calibrationLines } = await import('../calibrate/report.ts');
  const lines = calibrationLines(pathShown(folder), measurements, made);
  const next = path === undefined ? [] : [`use it: npm run replay -- TRACE --host ${pathShown(path)}`];
  process.stdout.write(`${[...lines, ...next].join('\n')}\n`);
};
