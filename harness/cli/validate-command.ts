/**
 * `validate`: the model against closed forms, measurements and published figures, a profile against a folder, or the fast
 * xenstored against the exact one.
 *
 * Left out: everything that is computed.
 */
import type { Command } from 'commander';
import type { Within } from '../work/pieces.ts';

const helpText = (): string =>
  [
    'npm run validate',
    '',
    'Usage: npm run validate -- [--json] [--markdown]',
    '         one table of facts: what was published or measured, what the model',
    '         says, how far off it is, and why where it does not agree',
    '       npm run validate -- --measured DIR --host FILE [--all] [--json]',
    '         a calibrated profile against the measurements in the CSV files of DIR',
    '       npm run validate -- --modes [--json]',
    '         set-up times with xenstored as a fluid against one event per request:',
    '         every release and combination of fixes at nine points; some minutes',
    '',
    '  --measured DIR  CSV files with the columns of ../shared/measured/README.md',
    '  --host FILE     a profile that npm run calibrate wrote',
    '  --all           every row, not only the sums and what is furthest off',
    '  --json          { rows, mape_fraction, median_error_fraction }',
    '  --markdown      docs/validation.md',
    '',
  ].join('\n');

export const declare = (command: Command): void => {
  command
    .configureHelp({ formatHelp: helpText })
    .option('--measured <DIR>')
    .option('--host <FILE>')
    .option('--all')
    .option('--modes')
    .option('--json')
    .option('--markdown')
    .action(validate);
};

interface Typed {
  readonly measured?: string;
  readonly host?: string;
  readonly all?: true;
  readonly modes?: true;
  readonly json?: true;
  readonly markdown?: true;
}

/** Seeds of a point, at the most. */
const MOST_SEEDS = 4096;

const modes = async (json: boolean): Promise<void> => {
  const { agreementAt, modePoints } = await import('../validate/modes.ts');
  const { modesDocument, modesLines } = await import('../validate/modes-report.ts');
  const { inPieces } = await import('../work/pieces.ts');
  const { watched } = await import('./watched.ts');
  const points = modePoints();
  const pieces = points.map((point) => ({
    label: `${point.host}, ${point.variant}`,
    run: (within: Within) => agreementAt(point, MOST_SEEDS, within),
  }));
  const { made } = await watched((watch) => inPieces(pieces, watch));
  process.stdout.write(
    json
      ? `${JSON.stringify(modesDocument(made, points.length), null, 2)}\n`
      : `${modesLines(made, points.length).join('\n')}\n`,
  );
};

const validate = async ({ measured, host, all, modes: fast, json, markdown }: Typed): Promise<void> => {
  if (fast === true) return modes(json === true);
  const { InputError } = await import('../../model/kernel/faults.ts');
  const { measuredLines, validationLines, validationMarkdown } = await import('../validate/report.ts');
  const { defaultFolder, validated, validatedAgainst } = await import('../validate/validate.ts');
  if (measured !== undefined && host === undefined) {
    throw new InputError(
      '--measured: needs a profile to hold against it; add --host FILE, which npm run calibrate -- DIR writes',
    );
  }
  if (host !== undefined) {
    const folder = measured ?? defaultFolder();
    const validation = validatedAgainst(folder, host);
    const { pathShown } = await import('../result/store.ts');
    const text = json
      ? JSON.stringify(validation, null, 2)
      : measuredLines(validation, pathShown(folder), pathShown(host), all === true).join('\n');
    process.stdout.write(`${text}\n`);
    return;
  }
  const { watched } = await import('./watched.ts');
  const { validation, notes } = await watched(validated);
  process.stdout.write(
    json
      ? `${JSON.stringify(validation, null, 2)}\n`
      : markdown
        ? validationMarkdown(validation, notes)
        : `${validationLines(validation, notes).join('\n')}\n`,
  );
};
