/**
 * From the words of `bench micro` and `bench macro` to their document and its text.
 *
 * Left out: what is run and what is said of it.
 */
import { profileNamed } from '../../model/host/profile.ts';
import { builtFrom, variantsNamed } from '../../model/host/variants.ts';
import { InputError } from '../../model/kernel/faults.ts';
import { oneOf } from '../../model/kernel/spelling.ts';
import { scenarios } from '../macro/catalog.ts';
import { runMacro } from '../macro/macro.ts';
import { micros } from '../micro/catalog.ts';
import { runMicro } from '../micro/micro.ts';
import { macroReport, microReport } from '../report/bench-report.ts';
import {
  benchDocument,
  macroRows,
  microRows,
  type BenchDocument,
  type BenchRow,
} from '../result/bench-document.ts';
import type { Finished, Watch } from '../work/pieces.ts';
import { whole } from './quantity.ts';

export interface BenchWords {
  readonly only?: readonly string[];
  readonly fixes: string;
  readonly host: string;
  readonly seeds: string;
  readonly draws: string;
  readonly smallest?: true;
}

/** @throws {InputError} with a line per word that cannot be used */
export const runBench = async (
  kind: 'micro' | 'macro',
  words: BenchWords,
  watch: Watch,
): Promise<{ readonly document: BenchDocument; readonly text: string }> => {
  const profile = profileNamed(words.host);
  const variants = variantsNamed(words.fixes);
  for (const variant of variants) builtFrom(profile, variant);
  if (variants[0]?.name !== 'stock') {
    throw new InputError(
      `--fixes: found "${words.fixes}"; speed-ups are held against stock, which comes first, as in stock,all`,
    );
  }
  const smallest = words.smallest === true;
  const seeds = smallest ? 1 : whole(1, 10_000)(words.seeds, '--seeds');
  const draws = kind === 'micro' || smallest ? 0 : whole(0, 100_000)(words.draws, '--draws');
  const names = (kind === 'micro' ? micros : scenarios).map(({ name }) => name);
  const only = new Set((words.only ?? names).map((name) => oneOf(...names)(name, '--only')));
  const setting = { profile, variants, seeds };
  const { rows, missing } =
    kind === 'micro'
      ? rowsIn(
          await runMicro(
            micros.filter(({ name }) => only.has(name)),
            { ...setting, smallest },
            watch,
          ),
          microRows,
        )
      : rowsIn(
          await runMacro(
            scenarios.filter(({ name }) => only.has(name)),
            { ...setting, draws, size: smallest ? 'smallest' : 'whole' },
            watch,
          ),
          macroRows,
        );
  const head = { kind, host: profile.name, seeds, draws, smallest };
  const document = benchDocument(
    { ...head, ...(missing.length === 0 ? {} : { partial: [...missing] }) },
    rows,
  );
  const text = kind === 'micro' ? microReport(document, micros) : macroReport(document, scenarios);
  return { document, text };
};

const rowsIn = <T>(
  { made, missing }: Finished<readonly T[]>,
  written: (rows: readonly T[]) => readonly BenchRow[],
): { readonly rows: readonly BenchRow[]; readonly missing: readonly string[] } => ({
  rows: written(made.flat()),
  missing,
});
