/**
 * `policy`: which policies there are, what one takes, and whether a policy of the user's own keeps the laws.
 *
 * Left out: replaying them; that is `replay`.
 */
import type { Command } from 'commander';
import { exitStatus } from './exit.ts';

const helpText = (): string =>
  [
    'npm run policy -- list',
    '',
    'Usage: npm run policy -- list [--json]',
    '         every policy: name, what it is, its options with their defaults',
    '       npm run policy -- show NAME [--json]',
    '         one of them, or a module: when it decides, and every option',
    '       npm run -s policy -- page',
    '         docs/policies.md: every policy with its rule and the source of each default',
    '       npm run policy -- check FILE [--seeds N] [--json]',
    '         a module of your own against the laws that every policy keeps: sound',
    '         answers, bounds, the same again, nothing written, shared or peeked at,',
    '         options refused; status 2 with a counterexample where one is broken',
    '',
    '  FILE       a .js, .mjs or (Node 22.18 and later) .ts module, or a NAME',
    '  --seeds N  so many of each world, from seed 1 up [2]',
    '',
  ].join('\n');

export const declare = (command: Command): void => {
  command.configureHelp({ formatHelp: helpText });
  command.command('list').option('--json').action(list);
  command.command('show').argument('<name>').option('--json').action(show);
  command.command('page').action(page);
  command.command('check').argument('<file>').option('--seeds <N>', '', '2').option('--json').action(check);
};

const SCHEMA = 'xenreplay/policies/1';

const list = async ({ json }: { readonly json?: true }): Promise<void> => {
  const { policies } = await import('../../model/policy/catalog.ts');
  const { policyJson, policyList } = await import('../report/policy-report.ts');
  const document = { schema: SCHEMA, policies: policies.map(policyJson) };
  process.stdout.write(json ? `${JSON.stringify(document, null, 2)}\n` : policyList(policies));
};

const page = async (): Promise<void> => {
  const { policiesPage } = await import('../report/policies-page.ts');
  process.stdout.write(policiesPage());
};

/** A name of the catalog, or the path of a module. */
const named = async (word: string) => {
  const { policyChoices } = await import('../campaign/policy-list.ts');
  const { entryOf } = await import('../campaign/policies.ts');
  const { InputError } = await import('../../model/kernel/faults.ts');
  const [choice, ...more] = policyChoices(word, 'policy');
  if (choice === undefined || more.length > 0 || choice.kind === 'auto' || isOptioned(choice.options)) {
    throw new InputError(
      `policy: found "${word}"; one policy is a name or the path of a module, without options; give one`,
    );
  }
  return { entry: await entryOf(choice), own: choice.kind === 'module' };
};

const isOptioned = (options: object): boolean => Object.keys(options).length > 0;

const show = async (word: string, { json }: { readonly json?: true }): Promise<void> => {
  const { policyJson, policyShown } = await import('../report/policy-report.ts');
  const { entry } = await named(word);
  process.stdout.write(
    json
      ? `${JSON.stringify({ schema: SCHEMA, policies: [policyJson(entry)] }, null, 2)}\n`
      : policyShown(entry),
  );
};

interface Checking {
  readonly seeds: string;
  readonly json?: true;
}

const check = async (word: string, { seeds: typed, json }: Checking): Promise<void> => {
  const { whole } = await import('../campaign/quantity.ts');
  const { InputError } = await import('../../model/kernel/faults.ts');
  const { lawsOf } = await import('../policy-check/laws.ts');
  const { lawsReport } = await import('../report/policy-report.ts');
  const count = whole(1, 100)(typed, '--seeds');
  const { entry, own } = await named(word);
  if (entry.kind === 'bound') {
    throw new InputError(
      `policy: found "${word}", a bound, which knows the future; the laws are those of policies; give one`,
    );
  }
  const seeds = Array.from({ length: count }, (_seed, i) => i + 1);
  const { watched } = await import('./watched.ts');
  const { made: laws, missing } = await watched((watch) => lawsOf(entry, seeds, watch));
  const document = {
    schema: 'xenreplay/policy-laws/1',
    policy: entry.name,
    seeds,
    ...(missing.length === 0 ? {} : { partial: missing }),
    laws: laws.map(lawJson),
  };
  process.stdout.write(
    json ? `${JSON.stringify(document, null, 2)}\n` : lawsReport(entry.name, laws, seeds, missing),
  );
  // the user's policy is the user's to mend, one of the catalog ours
  if (laws.some(({ broken }) => broken !== undefined))
    process.exitCode = own ? exitStatus.input : exitStatus.law;
};

const lawJson = ({
  name,
  about,
  broken,
}: {
  readonly name: string;
  readonly about: string;
  readonly broken: string | undefined;
}) => ({
  law: name,
  about,
  held: broken === undefined,
  counterexample: broken ?? null,
});
