/**
 * Published figures of memory that is built up, given back and cleared (xen-host D 1 to 5), on the profiles they describe.
 *
 * Left out: machines of which only the rate of clearing is known.
 */
import { adjusted, profileNamed, type Profile } from '../../model/host/profile.ts';
import { bytes, count, gib, inSeconds, mib, PAGE, type Bytes } from '../../model/kernel/units.ts';
import { hostWith } from './host-trial.ts';
import { published, type Fact } from './row.ts';

export const publishedOfMemory = (): readonly Fact[] => [
  ...destroyed(),
  ...bootScrub(),
  ...heapLock(),
  {
    ...published('128 GiB PV start: 2 MiB extents save', 'xen-host D 5', 'Xen 4.6 against 4.5'),
    reference: 60,
    unit: 's',
    model: populated(bytes(PAGE)) - populated(mib(2)),
    assumed: true,
    reason: 'what an extent costs whatever its size was read off this figure',
  },
];

/** Seconds in which 128 GiB are populated in extents of one size. */
const populated = (extent: Bytes): number => {
  const profile = adjusted(profileNamed('xen-4.6'), { machine: { memory: gib(1060), extent } });
  const trial = hostWith({ profile, memory: gib(128), room: 1 });
  trial.create();
  return inSeconds(trial.served('creation', ['populate']));
};

const MEMORY_SOURCE = 'xen-devel 2017, xen-host D 3';

const holding1TiB = (name: string): Profile =>
  adjusted(profileNamed(name), { machine: { memory: gib(1060) } });

const destroyed = (): readonly Fact[] => {
  const size = gib(1024);
  const seconds = (name: string): number =>
    hostWith({ profile: holding1TiB(name), memory: size, room: 1 }).createThenDestroy().returned;
  return [
    {
      ...published('destroy of 1 TB, scrubbed inside', MEMORY_SOURCE, 'Xen before 4.10'),
      reference: 540,
      unit: 's',
      model: seconds('xen-4.8'),
      assumed: true,
      reason: 'the rates of scrubbing were chosen to bracket this figure and those of the boot scrubs',
    },
    {
      ...published(
        'destroy of 1 TB, scrubbed when idle',
        MEMORY_SOURCE,
        'version 1 of the patches to version 3',
      ),
      reference: 50,
      range: [40, 63],
      unit: 's',
      model: seconds('xen-4.10'),
      assumed: true,
      reason: 'the cost of freeing a page was read off this figure',
    },
  ];
};

/** At boot all of the memory is scrubbed: by one processor, or by one of each node. */
const bootScrub = (): readonly Fact[] =>
  (
    [
      ['128 GB', 128, 64, 49, 3, 'xen-host D 1, Opteron 6386, 8 nodes'],
      ['1.5 TB', 1536, 240, 900, 63, 'xen-host D 2, IvyBridge-EX, 8 nodes'],
    ] as const
  ).flatMap(([name, size, processors, alone, together, source]) => {
    const machine = {
      numaNodes: count(8),
      processors: count(processors),
      memory: gib(size + 10),
      dom0Memory: gib(8),
    };
    const profile = adjusted(profileNamed('xen-4.8'), { machine });
    const scrub = (variant: string): ReturnType<typeof hostWith> => {
      const trial = hostWith({ profile, variant, memory: gib(size), room: 1 });
      trial.createThenDestroy();
      return trial;
    };
    const freeing = (gib(size) / PAGE) * profile.values.hypervisor.pageFree;
    return [
      {
        ...published(`boot scrub of ${name}, one processor`, source, 'bytes over the mixed rate'),
        reference: alone,
        unit: 's',
        model: inSeconds(scrub('stock').served('destruction', ['free and scrub']) - freeing),
        assumed: true,
        reason: 'the rates of scrubbing were chosen to bracket this figure: 1.8 and 2.8 GB/s on two machines',
      },
      {
        ...published(`boot scrub of ${name}, its own nodes`, source, 'bytes over the local rate, all nodes'),
        reference: together,
        unit: 's',
        model: inSeconds(scrub('local-scrub').servedFirst('destruction', 'scrub', 'node scrubbers')),
        reason:
          'Xen uses every core of a node at boot, the profile one: a node of that machine clears 5.7 GB/s',
      },
    ];
  });

const heapLock = (): readonly Fact[] => {
  const source = 'Xen commit d0887cc6b1, xen-host D 4';
  const conditions = 'five HVM guests of 2 GB destroyed at once';
  const profile = profileNamed('xen-4.10');
  const { pageFreeHold, pageFreeHoldContended } = profile.values.hypervisor;
  const free = hostWith({ profile, variant: 'kill-unlocked', guest: 'hvm-debian', memory: gib(2) });
  free.destroyTogether(5);
  const pages = (5 * gib(2)) / bytes(PAGE);
  // what a step waits is all that it takes beyond being alone; that holds are longer is no waiting for the lock
  const waited =
    free.step('destruction', 'free', 'heap lock')!.waited - pages * (pageFreeHoldContended - pageFreeHold);
  const held = (id: string, reference: number, hold: number): Fact => ({
    ...published(`heap lock held, ${id}`, source, conditions),
    reference,
    unit: 's',
    model: inSeconds(pages * hold),
    assumed: true,
    reason: 'the hold per page was read off this figure; the lock was taken more often than there are pages',
  });
  return [
    held('one destruction at a time', 0.362, pageFreeHold),
    held('all five at once', 2.268, pageFreeHoldContended),
    {
      ...published('heap lock waited for, all five at once', source, conditions),
      reference: 18.557,
      unit: 's',
      model: inSeconds(waited),
      reason:
        'it was taken 3.34 M times for 2.62 M pages: idle processors that scrub take it as well, and the model has the five only',
    },
  ];
};
