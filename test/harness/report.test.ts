/**
 * The report, held against texts that were read by a person. After a wanted change: GOLDEN=write npx ava, then read the
 * difference.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import test, { type ExecutionContext } from 'ava';
import { replayReport } from '../../harness/report/replay-report.ts';
import { lastSentence } from '../../harness/report/verdict.ts';
import type { ResultDocument } from '../../harness/result/document.ts';
import {
  allVariants,
  documentOfTwo,
  documentWith,
  loadDocument,
  policiesDocument,
  variantOf,
} from './documents.ts';

const golden = (t: ExecutionContext, name: string, text: string): void => {
  const path = `test/harness/golden/${name}.txt`;
  if (process.env['GOLDEN'] === 'write') writeFileSync(path, `${text}\n`);
  t.true(existsSync(path), `${path} is missing`);
  t.is(`${text}\n`, readFileSync(path, 'utf8'));
  for (const line of text.split('\n')) t.true(Array.from(line).length <= 80, line);
};

const noSetups: ResultDocument = documentWith({
  variants: ['stock', 'all', 'ideal'].map((name) =>
    variantOf(
      name,
      name === 'all' ? ['parallel-boot', 'xenstore-cache', 'local-scrub'] : [],
      [null, null, null, null, 0],
      {
        setups: 0,
        destroys: 0,
      },
    ),
  ),
});

test('a lifecycle trace on all combinations', (t) => {
  golden(t, 'lifecycle', replayReport(documentWith()));
});

test('a load under an autoscaler: five seeds, bounds, warnings, and every detail', (t) => {
  golden(t, 'load-seeds-detail', replayReport(loadDocument(), { detail: true }));
});

test('a trace without a set-up shows no number where there is none', (t) => {
  golden(t, 'no-setups', replayReport(noSetups));
});

const hpa = { label: 'hpa', stock: [260, 0.015, 4], all: [250, 0.014, 1] } as const;
const kpa = { label: 'kpa', stock: [300, 0.002, 2], all: [290, 0.001, 1.5] } as const;
const lazy = { label: 'lazy', stock: [100, 0.8, 0], all: [100, 0.8, 0] } as const;

test('several policies: a block each, ranked by pairwise wins, and the front of Pareto', (t) => {
  golden(t, 'policies', replayReport(policiesDocument([hpa, kpa, lazy])));
});

test('an interrupted run says so first and last', (t) => {
  const partial = documentWith({
    partial: { replaysDone: 2, replaysPlanned: 9 },
    variants: allVariants().slice(0, 2),
  });
  golden(t, 'interrupted', replayReport(partial));
});

test('a cost below zero is no share of anything', (t) => {
  const report = replayReport(documentOfTwo([1, 4, 3, 0, 0.4], [1, 4, 3, 0, -0.1]));
  t.regex(report, /^all .* −0\.100 +–$/mu);
});

test('colour changes nothing but the colour', (t) => {
  const plain = replayReport(documentWith());
  const coloured = replayReport(documentWith(), { colour: true });
  t.not(coloured, plain);
  t.is(stripVTControlCharacters(coloured), plain);
});

test('ideal stands last, wherever the document has it', (t) => {
  const variants = allVariants();
  t.is(
    replayReport(documentWith({ variants: [variants.at(-1), ...variants.slice(0, -1)] })),
    replayReport(documentWith()),
  );
});

const boot = 'parallel-boot';
const cache = 'xenstore-cache';

// scores: set-up p50, set-up p99, destroy p99, SLA missed, indirect cost
const sentences: readonly (readonly [what: string, document: ResultDocument, sentence: string])[] = [
  [
    'better in both',
    documentWith(),
    'On this trace the three fixes together cut the set-up p99 from 41.2 s to 1.30 s (31.7 ×) and the indirect cost from 12.1 to 4.60 VM-hours (62 %); most of it comes from parallel-boot',
  ],
  [
    'nothing changes',
    documentOfTwo([1, 1.2, 3, 0, 0.4], [1, 1.2, 3, 0, 0.4]),
    'On this trace the three fixes together change nothing: the set-up p99 stays at 1.20 s and the indirect cost stays at 0.400 VM-hours',
  ],
  [
    'only the destruction gains',
    documentOfTwo([1, 1.2, 3, 0, 0.4], [1, 1.2, 0.6, 0, 0.4]),
    'On this trace the three fixes together leave the set-up p99 at 1.20 s and the indirect cost at 0.400 VM-hours but cut the destroy p99 from 3.00 s to 600 ms (5.00 ×)',
  ],
  [
    'worse in both',
    documentOfTwo([1, 1.2, 3, 0, 0.4], [1, 1.5, 3, 0, 0.5]),
    'On this trace the three fixes together raise the set-up p99 from 1.20 s to 1.50 s (25 %) and the indirect cost from 0.400 to 0.500 VM-hours (25 %)',
  ],
  [
    'a gain that costs',
    documentOfTwo([1, 4, 3, 0.01, 0.4], [1, 1, 3, 0.02, 0.5]),
    'On this trace the three fixes together cut the set-up p99 from 4.00 s to 1.00 s (4.00 ×) but raise the SLA missed from 1.00 % to 2.00 % and the indirect cost from 0.400 to 0.500 VM-hours (25 %)',
  ],
  [
    'down to zero',
    documentOfTwo([1, 4, 3, 0, 0.4], [0, 0, 0, 0, 0]),
    'On this trace the three fixes together cut the set-up p99 from 4.00 s to 0 s and the indirect cost from 0.400 to 0 VM-hours (100 %)',
  ],
  [
    'a lag that happened to help, so that the cost is below zero',
    documentOfTwo([1, 4, 3, 0, 0.4], [1, 4, 3, 0, -0.1]),
    'On this trace the three fixes together leave the set-up p99 at 4.00 s but cut the indirect cost from 0.400 to −0.100 VM-hours',
  ],
  [
    'up from zero',
    documentOfTwo([0, 0, 0, 0, 0], [0, 1, 0, 0, 0]),
    'On this trace the three fixes together raise the set-up p99 from 0 s to 1.00 s but leave the indirect cost at 0 VM-hours',
  ],
  [
    'no set-up but destroys',
    documentOfTwo([null, null, 3, null, 0.4], [null, null, 0.6, null, 0.2], { setups: 0 }),
    'On this trace the three fixes together cut the destroy p99 from 3.00 s to 600 ms (5.00 ×) and the indirect cost from 0.400 to 0.200 VM-hours (50 %)',
  ],
  [
    'seeds that cannot tell them apart',
    documentOfTwo([1, 4, 3, 0, 0.4], [1, 3.5, 3, 0, 0.1], { halves: [0.5, 0.5, 0.5, 0, 0.05] }),
    'On this trace the three fixes together do not move the set-up p99 (from 4.00 s to 3.50 s) beyond the intervals but cut the indirect cost from 0.400 to 0.100 VM-hours (75 %)',
  ],
  [
    'neither set-up nor destroy',
    noSetups,
    'This trace asked for no set-up and no destroy, so the fixes had nothing to change',
  ],
  [
    'no value at all',
    documentOfTwo([null, null, null, null, null], [null, null, null, null, null]),
    'What the fixes buy cannot be said: stock has no value to hold them against',
  ],
  [
    'stock alone',
    documentWith({ variants: allVariants().slice(0, 1) }),
    'Only stock was replayed, so what the fixes buy is not known; add --fixes all',
  ],
  [
    'one fix',
    documentWith({ variants: allVariants().slice(0, 2) }),
    'On this trace parallel-boot cuts the set-up p99 from 41.2 s to 2.62 s (15.7 ×) and the indirect cost from 12.1 to 5.02 VM-hours (59 %)',
  ],
  [
    'two fixes that need each other',
    documentWith({
      variants: [
        variantOf('stock', [], [1, 9, 1, 0, 10]),
        variantOf(boot, [boot], [1, 8, 1, 0, 8]),
        variantOf(cache, [cache], [1, 8, 1, 0, 7]),
        variantOf(`${boot}+${cache}`, [boot, cache], [1, 3, 1, 0, 2]),
      ],
    }),
    'On this trace parallel-boot and xenstore-cache together cut the set-up p99 from 9.00 s to 3.00 s (3.00 ×) and the indirect cost from 10.0 to 2.00 VM-hours (80 %); no fix alone reaches half of it',
  ],
  [
    'a fix that is better without the other',
    documentWith({
      variants: [
        variantOf('stock', [], [1, 9, 1, 0, 10]),
        variantOf(boot, [boot], [1, 3, 1, 0, 1]),
        variantOf(cache, [cache], [1, 8, 1, 0, 11]),
        variantOf(`${boot}+${cache}`, [boot, cache], [1, 3, 1, 0, 2]),
      ],
    }),
    'On this trace parallel-boot and xenstore-cache together cut the set-up p99 from 9.00 s to 3.00 s (3.00 ×) and the indirect cost from 10.0 to 2.00 VM-hours (80 %); parallel-boot alone does more',
  ],
];

const several: readonly (readonly [what: string, document: ResultDocument, sentence: string])[] = [
  [
    'several policies, of which two keep the objective',
    policiesDocument([hpa, kpa, lazy]),
    'On this trace hpa with all three fixes costs least of what keeps the objective: 250 VM-hours billed, 1.40 % of requests missed, 5.00 % allowed; the fixes buy most under hpa, where the three fixes together cut the indirect cost from 4.00 to 1.00 VM-hours (75 %), and least under lazy',
  ],
  [
    'several policies, none of which keeps the objective',
    policiesDocument([lazy, { label: 'lazier', stock: [90, 0.9, 3], all: [91, 0.7, 2] }]),
    'No policy keeps the objective on this trace; lazier with all three fixes misses the fewest requests (70.0 %); the fixes buy most under lazier, where the three fixes together cut the indirect cost from 3.00 to 2.00 VM-hours (33 %), and least under lazy',
  ],
  [
    'policies under which the fixes change nothing; stock is named where fixes buy nothing',
    policiesDocument([
      { ...lazy, stock: [100, 0.01, 0], all: [100, 0.01, 0] },
      { ...kpa, all: kpa.stock },
    ]),
    'On this trace lazy on stock costs least of what keeps the objective: 100 VM-hours billed, 1.00 % of requests missed, 5.00 % allowed; the fixes cut the indirect cost under none of them',
  ],
  [
    'policies that the seeds do not tell apart',
    policiesDocument([hpa, kpa], { half: 30 }),
    'On this trace hpa with all three fixes costs least of what keeps the objective: 250 VM-hours billed, 1.40 % of requests missed, 5.00 % allowed (the seeds do not tell it from kpa); the fixes buy most under hpa, where the three fixes together cut the indirect cost from 4.00 to 1.00 VM-hours (75 %), and least under kpa',
  ],
  [
    'a document that does not say the objective',
    policiesDocument([hpa, kpa], { options: {} }),
    'On this trace kpa with all three fixes misses the fewest requests (0.100 %); the fixes buy most under hpa, where the three fixes together cut the indirect cost from 4.00 to 1.00 VM-hours (75 %), and least under kpa',
  ],
];

for (const [what, document, sentence] of [...sentences, ...several]) {
  test(`the last sentence: ${what}`, (t) => {
    t.is(lastSentence(document), sentence);
  });
}
