import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { hostNamed } from '../../harness/calibrate/host-file.ts';
import { measurementsIn } from '../../harness/calibrate/measurements.ts';
import { xlLogOf, type Phase } from '../../harness/calibrate/xl-log.ts';
import { InputError } from '../../model/kernel/faults.ts';
import { close } from '../shared.ts';
import { cli, folderOf } from './world.ts';

/** A creation as libxl 4.17 tells it: ms from its begin, and what it says then. */
const said = ({ mib = 512, script = 75, loader = 'Linux bzImage', rc = 0, disks = 1 } = {}): [
  number,
  string,
][] => {
  const populated = 108 + mib / 100;
  const disk = populated + 42;
  return [
    [-8, 'Parsing config from /etc/xen/web.cfg'],
    [
      0,
      'libxl: debug: libxl_create.c:2079:do_domain_create: ao 0x5581: create: how=(nil) callback=(nil) poller=0x55',
    ],
    [1, 'libxl: detail: libxl_create.c:661:libxl__domain_make: passthrough: disabled'],
    [20, 'libxl: debug: libxl_create.c:1313:initiate_domain_create: Domain 7:running bootloader'],
    [26, 'domainbuilder: detail: xc_dom_allocate: cmdline="", features=""'],
    [28, 'domainbuilder: detail: xc_dom_kernel_file: filename="/boot/vmlinuz"'],
    [29, `domainbuilder: detail: xc_dom_find_loader: trying multiboot-binary loader ...`],
    [29, 'domainbuilder: detail: loader probe failed'],
    [29, `domainbuilder: detail: xc_dom_find_loader: trying ${loader} loader ...`],
    [100, 'domainbuilder: detail: loader probe OK'],
    [108, `domainbuilder: detail: xc_dom_mem_init: mem ${mib} MB, pages 0x20000 pages, 4k each`],
    [108, 'domainbuilder: detail: xc_dom_boot_mem_init: called'],
    [populated, 'domainbuilder: detail: xc_dom_build_image: called'],
    [populated + 20, 'domainbuilder: detail: xc_dom_boot_image: called'],
    [populated + 40, 'domainbuilder: detail: xc_dom_release: called'],
    ...Array.from({ length: disks }, (_disk, i): [number, string] => [
      disk,
      `libxl: debug: libxl_event.c:813:libxl__ev_xswatch_register: watch w=0x1 wpath=/local/domain/0/backend/vbd/7/${51_712 + i}/state token=3/${i}: register slotnum=3`,
    ]),
    [
      disk + 1,
      'libxl: debug: libxl_create.c:2117:do_domain_create: ao 0x5581: inprogress: poller=0x55, flags=i',
    ],
    [
      disk + 2,
      'libxl: debug: libxl_event.c:1055:devstate_callback: backend /local/domain/0/backend/vbd/7/51712/state wanted state 2 still waiting state 1',
    ],
    [
      disk + 4,
      'libxl: debug: libxl_event.c:1051:devstate_callback: backend /local/domain/0/backend/vbd/7/51712/state wanted state 2 ok',
    ],
    [
      disk + 5,
      'libxl: debug: libxl_device.c:1283:device_hotplug: Domain 7:calling hotplug script: /etc/xen/scripts/block add',
    ],
    [disk + 5, 'libxl: debug: libxl_device.c:1299:device_hotplug: Domain 7:\tXENBUS_TYPE: vbd'],
    [
      disk + 5,
      'libxl: debug: libxl_aoutils.c:593:libxl__async_exec_start: forking to execute: /etc/xen/scripts/block add',
    ],
    [
      disk + 39,
      'libxl: debug: libxl_event.c:863:libxl__ev_xswatch_deregister: watch w=0x2: deregister unregistered',
    ],
    [
      disk + 40,
      'libxl: debug: libxl_event.c:813:libxl__ev_xswatch_register: watch w=0x3 wpath=/local/domain/0/backend/vif/7/0/state token=3/5: register slotnum=3',
    ],
    [
      disk + 46,
      'libxl: debug: libxl_event.c:1051:devstate_callback: backend /local/domain/0/backend/vif/7/0/state wanted state 2 ok',
    ],
    [
      disk + 47,
      'libxl: debug: libxl_device.c:1283:device_hotplug: Domain 7:calling hotplug script: /etc/xen/scripts/vif-bridge online',
    ],
    [
      disk + 47 + script,
      'libxl: debug: libxl_event.c:863:libxl__ev_xswatch_deregister: watch w=0x4: deregister unregistered',
    ],
    [disk + 130, `libxl: debug: libxl_event.c:2066:libxl__ao_complete: ao 0x5581: complete, rc=${rc}`],
  ];
};

const stamped = (lines: readonly [number, string][], of: (ms: number) => string): string =>
  `${lines.map(([ms, text]) => `${of(ms)} ${text}`).join('\n')}\n`;
/** As ts '%.s' of moreutils does. */
const seconds = (ms: number): string => (1_700_000_000 + ms / 1000).toFixed(6);

const phasesOf = (text: string): Record<string, number> => {
  const { creations } = xlLogOf('a.log', text);
  return Object.fromEntries(creations[0]!.phases);
};

test('a creation falls into the phases that libxl and the domain builder announce', (t) => {
  const text = stamped(said(), seconds);
  t.deepEqual(phasesOf(text), {
    start: 8000,
    'kernel, decompressed': 80_000,
    populate: 5120,
    'page tables': 20_000,
    'disk back end': 4000,
    'disk script': 34_000,
    'nic back end': 6000,
    'nic script': 75_000,
    whole: 285_120,
  } satisfies Partial<Record<Phase, number>>);
  t.is(xlLogOf('a.log', text).creations[0]!.mib, 512);
});

const clock = (ms: number, fraction: number): string => {
  const whole = Math.floor(ms / 1000);
  const two = (n: number): string => String(n % 60).padStart(2, '0');
  return `23:${two(59 + Math.floor(whole / 60))}:${two(whole)}.${String(ms - 1000 * whole)
    .padStart(3, '0')
    .slice(0, fraction)}`;
};
for (const [what, of] of [
  ["ts '%.s'", seconds],
  ["ts -s '%.s'", (ms: number) => (1 + ms / 1000).toFixed(6)],
  ["ts '%b %d %H:%M:%.S'", (ms: number) => `Nov  6 ${clock(58_000 + Math.round(ms), 3)}`],
  ['a date with a zone', (ms: number) => `2026-11-06T${clock(1000 + Math.round(ms), 3)}+01:00`],
  ['brackets', (ms: number) => `[${seconds(ms)}]`],
] as const) {
  test(`times as ${what} writes them are read`, (t) => {
    const phases = phasesOf(stamped(said(), of));
    t.true(Math.abs(phases['nic script']! - 75_000) <= 1000);
    t.true(Math.abs(phases['whole']! - 285_120) <= 1000);
  });
}

test('a time of day that passes midnight goes on', (t) => {
  const lines = said();
  const text = stamped(lines, (ms) => {
    const late = 86_400_000 - 100 + Math.round(ms);
    const day = late % 86_400_000;
    const [h, m, s] = [
      Math.floor(day / 3_600_000),
      Math.floor(day / 60_000) % 60,
      Math.floor(day / 1000) % 60,
    ];
    return `${[h, m, s].map((n) => String(n).padStart(2, '0')).join(':')}.${String(day % 1000).padStart(3, '0')}`;
  });
  t.true(Math.abs(phasesOf(text)['whole']! - 285_120) <= 1000);
});

for (const [what, text, message] of [
  [
    'no times',
    said()
      .map(([, line]) => line)
      .join('\n'),
    /^a\.log:1: no time in front of the line; [^\n]*ts '%\.s'$/u,
  ],
  [
    'whole seconds, as xl -T writes them',
    stamped(said(), () => '2026-11-06 10:00:00 UTC [31]'),
    /^a\.log:1: the time has whole seconds only [^\n]*ts '%\.s'$/u,
  ],
  [
    'time that runs back',
    stamped(said().toReversed(), seconds),
    /^a\.log:2: time runs back by [\d.]+ s; [^\n]*$/u,
  ],
] as const) {
  test(`a log with ${what} is refused in one line`, (t) => {
    t.regex(t.throws(() => xlLogOf('a.log', text), { instanceOf: InputError }).message, message);
  });
}

test('a creation that failed, is cut off, or has another begin inside it is named and not used', (t) => {
  const whole = said();
  const later = (lines: readonly [number, string][]): [number, string][] =>
    lines.map(([ms, text]) => [ms + 1000, text]);
  const reasons = (lines: readonly [number, string][]): readonly string[] => {
    const { creations, dropped } = xlLogOf('a.log', stamped(lines, seconds));
    return [`${creations.length} used`, ...dropped];
  };
  t.deepEqual(reasons(said({ rc: -3 })), ['0 used', 'line 2: the creation failed (rc=-3)']);
  t.deepEqual(reasons(whole.slice(0, 12)), ['0 used', 'line 2: the log ends before the creation does']);
  t.deepEqual(reasons([...whole.slice(0, 12), ...later(whole)]), [
    '1 used',
    'line 2: another creation begins before this one ends',
  ]);
});

test('scripts of two disks lie over each other, and neither is taken', (t) => {
  const phases = phasesOf(stamped(said({ disks: 2 }), seconds));
  t.is(phases['disk script'], undefined);
  t.is(phases['disk back end'], undefined);
  t.is(phases['nic script'], 75_000);
});

const folder = folderOf(test);
const logs = join(folder, 'logs');
mkdirSync(logs);
for (const [i, script] of [70, 75, 80, 75].entries()) {
  writeFileSync(join(logs, `create-${i}.log`), stamped(said({ script, mib: 512 << i }), seconds));
}
writeFileSync(join(logs, 'unikernel.log'), stamped(said({ loader: 'ELF-generic' }), seconds));
writeFileSync(join(logs, 'failed.log'), stamped(said({ rc: -3 }), seconds));
writeFileSync(join(logs, 'notes.txt'), 'made on a quiet evening\n');

test('logs of a host become its scripts, back ends, kernel and memory, with intervals', (t) => {
  const profile = join(folder, 'logged.json');
  const { status, out, err } = cli('calibrate', logs, '--base', 'xen-4.17', '--out', profile);
  t.is(status, 0, err);
  t.regex(out, /devices\.nicScript +75000 +70610 to 79390/u);
  t.regex(out, /not used +failed\.log: line 2: the creation failed \(rc=-3\)/u);
  const { devices, hypervisor, machine, toolstack } = hostNamed(profile).values;
  for (const [what, found, wanted] of [
    ['nic script', devices.nicScript, 75_000],
    ['disk script', devices.diskScript, 34_000],
    ['factor', devices.scriptFactor, 1],
    ['disk back end', devices.diskXenwatch, 4000],
    ['Linux', toolstack.kernelLoad, 80_000],
    ['unikernel', toolstack.kernelLoadUnikernel, 80_000],
    ['start', toolstack.parse, 8000],
  ] as const) {
    t.true(close(found, wanted, 1e-9), `${what}: ${found}`);
  }
  t.true(devices.nicScriptLocked < devices.nicScript);
  // 10 µs a MiB
  const perMib =
    256 * (hypervisor.pageInit + hypervisor.pageMap) +
    ((hypervisor.extentHold + hypervisor.extentOther) * 1024 * 1024) / machine.extent;
  t.true(close(perMib, 10, 0.01), `${perMib}`);
});

test('what a log says of memory is held against a profile, at other sizes', (t) => {
  const { measured, unused } = measurementsIn(logs);
  t.is(unused.length, 1);
  t.deepEqual(
    measured.filter(({ series }) => series === 'xl -vvv: populate').map(({ at }) => at.mib),
    [512, 1024, 2048, 4096],
  );
});
