/**
 * `npm run fuzz -- [--reader NAME] [--inputs N] [--seed S]`: damaged files against every reader, for as long as it is worth.
 *
 * The inputs of a reader run in a process of their own, which says the number of each before it is tried: one that hangs,
 * or that a library brings down, is told by its number, and the next one goes on in a new process. More than five seconds
 * of the processor without an end are a fault, and so is more than a GiB of memory. Exit status 1 when something was found;
 * each line then says how to make it again.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError, Option } from 'commander';
import { type Seed, seeds } from './seeds.ts';
import { trial } from './trial.ts';

interface Plan {
  readonly reader: string;
  readonly from: number;
  readonly inputs: number;
  readonly seed: number;
}

/** What a process says: the number that it tries next, or what it found in one. */
interface Message {
  readonly number: number;
  readonly found?: string;
}

const HANG_MS = 5_000;
const MEMORY_MOST_KIB = 1024 ** 2;
/** How long a process may say nothing, of the clock: others may keep it waiting. */
const SILENT_MS = 120_000;

const run = async ({ reader, from, inputs, seed }: Plan): Promise<void> => {
  const own = seeds.find(({ name }) => name === reader)!;
  const folder = mkdtempSync(join(tmpdir(), 'xenreplay-fuzz-'));
  // written at once, so that it is not lost with the process
  const say = (message: Message): void => void writeSync(1, `${JSON.stringify(message)}\n`);
  try {
    for (let number = from; number < inputs; number += 1) {
      say({ number });
      const began = process.cpuUsage();
      const found = await trial(own, folder, seed, number);
      const { user, system } = process.cpuUsage(began);
      const took = Math.round((user + system) / 1000);
      const { maxRSS } = process.resourceUsage();
      if (found !== undefined) say({ number, found });
      else if (took > HANG_MS) say({ number, found: `took ${took} ms` });
      else if (maxRSS > MEMORY_MOST_KIB) {
        say({ number, found: `memory is ${Math.round(maxRSS / 1024)} MiB` });
        return;
      }
    }
    say({ number: inputs });
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/** How many faults of a reader are told; the others are counted. */
const TOLD = 5;

const fuzz = async (plan: Plan): Promise<number> => {
  let faults = 0;
  const fault = (number: number, found: string): void => {
    faults += 1;
    const again = `--reader ${plan.reader} --seed ${plan.seed} --from ${number} --inputs ${number + 1}`;
    if (faults <= TOLD) process.stdout.write(`${again}: ${found}\n`);
  };
  let from = plan.from;
  while (from < plan.inputs) {
    const { last, found } = await inProcess({ ...plan, from }, fault);
    if (found !== undefined) fault(last, found);
    from = last + 1;
  }
  return faults;
};

/** @returns the last number that was tried, and how the process ended if not by itself */
const inProcess = (
  plan: Plan,
  fault: (number: number, found: string) => void,
): Promise<{ readonly last: number; readonly found: string | undefined }> =>
  new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      [fileURLToPath(import.meta.url), '--as-worker', ...argumentsOf(plan)],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    let last = plan.from;
    let silent = false;
    const watched = (): NodeJS.Timeout =>
      setTimeout(() => {
        silent = true;
        child.kill('SIGKILL');
      }, SILENT_MS);
    let watch = watched();
    createInterface(child.stdout).on('line', (line) => {
      clearTimeout(watch);
      watch = watched();
      const { number, found } = JSON.parse(line) as Message;
      last = number;
      if (found !== undefined) fault(number, found);
    });
    child.on('close', (status, signal) => {
      clearTimeout(watch);
      const ended = `the process ended by ${signal ?? `exit ${status}`}`;
      resolve({ last, found: silent ? 'hangs' : status === 0 ? undefined : ended });
    });
  });

const argumentsOf = (plan: Plan): readonly string[] =>
  Object.entries(plan).flatMap(([name, value]) => [`--${name}`, String(value)]);

/** A count as typed. */
const counted = (text: string): number => {
  if (!/^\d{1,9}$/u.test(text)) throw new InvalidArgumentError('A whole number from 0 is accepted.');
  return Number(text);
};

/** The seeds of readers, or single ones, by their names. */
const chosenOf = (text: string): readonly Seed[] =>
  text.split(',').flatMap((one) => {
    const found = seeds.filter(({ name, reader }) => one === name || one === reader);
    const known = seeds.map(({ name }) => name).join(', ');
    if (found.length === 0) throw new InvalidArgumentError(`Found "${one}"; known: ${known}.`);
    return found;
  });

interface Typed extends Omit<Plan, 'reader'> {
  readonly reader: readonly Seed[];
  readonly asWorker?: true;
}

const main = async ({ reader, asWorker, ...numbers }: Typed): Promise<void> => {
  if (asWorker) return run({ reader: reader[0]!.name, ...numbers });
  let all = 0;
  for (const { name } of reader) {
    const began = performance.now();
    const faults = await fuzz({ reader: name, ...numbers });
    all += faults;
    const took = ((performance.now() - began) / 1000).toFixed(0);
    process.stdout.write(`${name}: ${numbers.inputs - numbers.from} inputs, ${faults} faults, ${took} s\n`);
  }
  process.stdout.write(`${all} faults\n`);
  process.exitCode = all === 0 ? 0 : 1;
};

const named = (option: Option): Option => option.argParser(chosenOf).default(seeds, 'all');
await new Command('npm run fuzz --')
  .description('Damaged files against every reader; each fault is told with the line that makes it again.')
  .addOption(named(new Option('--reader <NAMES>', 'which, with commas')))
  .option('--inputs <N>', 'until this number', counted, 10_000)
  .option('--from <N>', 'from this number', counted, 0)
  .option('--seed <N>', 'of the damage', counted, 1)
  .addOption(new Option('--as-worker').hideHelp())
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .action(main)
  .parseAsync();
