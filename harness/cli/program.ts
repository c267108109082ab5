/**
 * The command line as a whole: which commands there are, and how a mistyped line is told.
 *
 * A command's own file is loaded only when it is called, so that `--help` and mistakes answer at once. Left out: what the
 * commands do.
 */
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { InputError } from '../../model/kernel/faults.ts';

interface CommandEntry {
  readonly name: string;
  readonly about: string;
  readonly load: () => Promise<{ readonly declare: (command: Command) => void }>;
}

const commands: readonly CommandEntry[] = [
  {
    name: 'replay',
    about: 'replay a trace on every variant of the host: what the fixes buy',
    load: () => import('./replay-command.ts'),
  },
  {
    name: 'trace',
    about: 'what a trace is; known formats and public traces; synthetic ones',
    load: () => import('./trace-command.ts'),
  },
  {
    name: 'policy',
    about: 'which policies there are; the laws held against one of your own',
    load: () => import('./policy-command.ts'),
  },
  {
    name: 'explain',
    about: 'why it scaled at a moment of a result, and who waited for what',
    load: () => import('./explain-command.ts'),
  },
  {
    name: 'figures',
    about: 'draw the evaluation, and hold the published claims against it',
    load: () => import('./figures-command.ts'),
  },
  {
    name: 'validate',
    about: 'the model against closed forms, measurements and published figures',
    load: () => import('./validate-command.ts'),
  },
  {
    name: 'conformance',
    about: 'the rules of policies and metrics against files of cases',
    load: () => import('./conformance-command.ts'),
  },
  {
    name: 'calibrate',
    about: 'measurements of a real host become a profile',
    load: () => import('./calibrate-command.ts'),
  },
  {
    name: 'compare',
    about: 'two result documents: improved, regressed, unchanged, undecided',
    load: () => import('./compare-command.ts'),
  },
  { name: 'bench', about: 'how fast the harness itself is', load: () => import('./bench-command.ts') },
];

const names = commands.map(({ name }) => name);
const longest = Math.max(...names.map((name) => name.length));

/** From `dist/harness/cli/` to the package. */
const version = (): string => {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
};

const help = (): string =>
  [
    'npm run replay -- traces/samples/burst.csv',
    '',
    'Replays the trace of a cloud on a modelled Xen host and says what slow birth and',
    'slow death of domains cost, and which fix buys how much of it back.',
    '',
    'Commands, each as npm run COMMAND -- … (and --help there says more):',
    ...commands.map(({ name, about }) => `  ${name.padEnd(longest + 1)}${about}`),
    '',
    'Exit status: 0 fine, 1 our bug, 2 your input, 3 a regression, 4 a law of the',
    'model broken, 130 interrupted. stdout holds the result; with npm run -s only it.',
    '',
  ].join('\n');

const programOf = async (called: string | undefined): Promise<Command> => {
  const program = new Command('xenreplay')
    .version(version())
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .configureHelp({ formatHelp: help });
  for (const { name, about, load } of commands) {
    // a command starts with help of its own: what it inherits is the list of commands
    const command = program.command(name).description(about).configureHelp({});
    if (name === called) (await load()).declare(command);
  }
  return program;
};

/** Commander's words in ours: `unknown option "--polcy"; did you mean "--policy"?`. */
const lineOf = ({ code, message }: CommanderError, called: string): string => {
  if (code === 'commander.help') return `${called}: what to do is not said; see npm run ${called} -- --help`;
  const [first = '', ...more] = message.replace(/^error: /, '').split('\n');
  const meant = /\(Did you mean (?:one of )?(.*)\?\)/.exec(more.join(' '))?.[1];
  const found = first.replaceAll("'", '"').replace(/\.$/, '');
  return `${found}; ${meant === undefined ? 'see --help' : `did you mean "${meant}"?`}`;
};

/**
 * Runs one command line.
 *
 * @param words  after the program's name
 * @throws {InputError} when the line itself cannot be read, and whatever the command throws
 */
export const run = async (words: readonly string[]): Promise<void> => {
  const [called] = words;
  if (called === undefined) throw new InputError(`no command; known: ${names.join(', ')}; see --help`);
  const program = await programOf(called);
  try {
    await program.parseAsync(words, { from: 'user' });
  } catch (fault) {
    if (!(fault instanceof CommanderError)) throw fault;
    if (fault.exitCode === 0) return;
    throw new InputError(lineOf(fault, called), { cause: fault });
  }
};
