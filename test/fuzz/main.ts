/**
 * `npm run fuzz -- [--reader NAME] [--inputs N] [--seed S]`: damaged files against every reader, for as long as it is worth.
 *
 * The inputs of a reader run in a thread of their own, so that one that hangs can be told: more than five seconds without
 * an end are a fault, and so is more than a GiB of memory. Exit status 1 when something was found; each line then says how
 * to make it again.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { seeds } from './seeds.ts';
import { trial } from './trial.ts';

interface Plan {
  readonly reader: string;
  readonly from: number;
  readonly inputs: number;
  readonly seed: number;
}

type Message = { readonly number: number; readonly found?: string } | 'done';

const HANG_MS = 5_000;
const MEMORY_MOST = 1024 ** 3;
/** Inputs between two signs of life. */
const EVERY = 25;

const run = async ({ reader, from, inputs, seed }: Plan): Promise<void> => {
  const own = seeds.find((one) => one.reader === reader)!;
  const folder = mkdtempSync(join(tmpdir(), 'xenreplay-fuzz-'));
  const say = (message: Message): void => parentPort!.postMessage(message);
  try {
    for (let number = from; number < inputs; number += 1) {
      const began = process.cpuUsage();
      const found = await trial(own, folder, seed, number);
      // of the processor and not of the clock: other processes may keep this one waiting
      const { user, system } = process.cpuUsage(began);
      const took = Math.round((user + system) / 1000);
      if (found !== undefined) say({ number, found });
      else if (took > HANG_MS) say({ number, found: `took ${took} ms` });
      else if (number % EVERY === 0) say({ number });
    }
    say('done');
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/** How many faults of a reader are told; the others are counted. */
const TOLD = 5;

const fuzz = (plan: Plan): Promise<number> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: plan });
    let faults = 0;
    let last = plan.from;
    let heard = performance.now();
    const fault = (number: number, found: string): void => {
      faults += 1;
      const again = `--reader ${plan.reader} --seed ${plan.seed} --from ${number} --inputs ${number + 1}`;
      if (faults <= TOLD) process.stdout.write(`${again}: ${found}\n`);
    };
    const end = async (): Promise<void> => {
      clearInterval(watch);
      await worker.terminate();
      resolve(faults);
    };
    // a sign of life comes after some inputs: each of them may take its time
    const watch = setInterval(() => {
      const memory = process.memoryUsage.rss();
      if (memory > MEMORY_MOST)
        fault(last, `memory is ${Math.round(memory / 1024 ** 2)} MiB in this or the next ${EVERY}`);
      else if (performance.now() - heard > HANG_MS * EVERY) fault(last, `hangs in this or the next ${EVERY}`);
      else return;
      void end();
    }, 500);
    worker.on('message', (message: Message) => {
      heard = performance.now();
      if (message === 'done') void end();
      else if (message.found === undefined) last = message.number;
      else fault(message.number, message.found);
    });
    worker.on('error', reject);
  });

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      reader: { type: 'string' },
      inputs: { type: 'string', default: '10000' },
      from: { type: 'string', default: '0' },
      seed: { type: 'string', default: '1' },
    },
  });
  const chosen = seeds.filter(
    ({ reader }) => values.reader === undefined || values.reader.split(',').includes(reader),
  );
  if (chosen.length === 0) {
    process.stderr.write(`--reader: known: ${seeds.map(({ reader }) => reader).join(', ')}\n`);
    process.exitCode = 2;
    return;
  }
  let all = 0;
  for (const { reader } of chosen) {
    const plan = {
      reader,
      from: Number(values.from),
      inputs: Number(values.inputs),
      seed: Number(values.seed),
    };
    const began = performance.now();
    const faults = await fuzz(plan);
    all += faults;
    const took = ((performance.now() - began) / 1000).toFixed(0);
    process.stdout.write(`${reader}: ${plan.inputs - plan.from} inputs, ${faults} faults, ${took} s\n`);
  }
  process.stdout.write(`${all} faults\n`);
  process.exitCode = all === 0 ? 0 : 1;
};

if (isMainThread) await main();
else await run(workerData as Plan);
