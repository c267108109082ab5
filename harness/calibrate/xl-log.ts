/**
 * What `xl -vvv create` says while it creates a domain, with a time in front of each line: how long each phase took.
 *
 * libxl and the domain builder announce what they begin, not what they wait for, so a phase is all the time between two
 * such lines. Left out: phases of several devices at a time, which lie over each other, and anything of the domains beside.
 */
import { InputError } from '../../model/kernel/faults.ts';
import { between, stampOf } from './log-time.ts';

/** Phases that a log tells apart, in the order in which they come. */
export type Phase =
  | 'start'
  | 'kernel, decompressed'
  | 'kernel, as it is'
  | 'populate'
  | 'page tables'
  | 'disk back end'
  | 'disk script'
  | 'device model'
  | 'nic back end'
  | 'nic script'
  | 'whole';

export interface LoggedCreation {
  /** Of the file, 1-based: where it begins. */
  readonly line: number;
  /** Memory as the domain builder says it, MiB; 0 where it says nothing. */
  readonly mib: number;
  /** µs; phases that the creation does not have, or that ran beside each other, are not there. */
  readonly phases: ReadonlyMap<Phase, number>;
}

export interface XlLog {
  readonly creations: readonly LoggedCreation[];
  /** Creations that cannot be used, and why. */
  readonly dropped: readonly string[];
}

/** A file that libxl wrote into, whatever else is in it. */
export const isXlLog = (text: string): boolean =>
  /libxl: debug: libxl_create\.c:\d+:do_domain_create: /u.test(text);

const HOW = "write it with: xl -vvv create FILE 2>&1 | ts '%.s'";

/** What a line marks, by what it says behind its time. */
const marks = {
  parse: /^Parsing config from /u,
  begin: /do_domain_create: .*\bao (0x[0-9a-f]+): create: how=/u,
  kernel: /domainbuilder: detail: xc_dom_kernel_file: /u,
  loader: /domainbuilder: detail: xc_dom_find_loader: trying (.*?) loader/u,
  loaded: /domainbuilder: detail: loader probe OK/u,
  memory: /domainbuilder: detail: xc_dom_mem_init: mem (\d+) MB/u,
  populate: /domainbuilder: detail: xc_dom_boot_mem_init: called/u,
  image: /domainbuilder: detail: xc_dom_build_image: called/u,
  boot: /domainbuilder: detail: xc_dom_boot_image: called/u,
  built: /domainbuilder: detail: xc_dom_release: called/u,
  waiting: /libxl__ev_xswatch_register: .*\/backend\/(vbd|vif)\/\d+\/\w+\/state .*register slotnum/u,
  ready: /devstate_callback: backend \S*\/backend\/(vbd|vif)\/\d+\/\w+\/state wanted state 2 ok/u,
  script: /device_hotplug: .*calling hotplug script: \S*?(block|vif)\S* (?:add|online)/u,
  arguments: /device_hotplug: |libxl__async_exec_start: /u,
  model: /libxl__spawn_local_dm: .*Spawning device-model \S+ with arguments/u,
  running: /spawn_watch_event: .*spawn watch p=running/u,
  end: /libxl__ao_complete: .*\bao (0x[0-9a-f]+): complete, rc=(-?\d+)/u,
} as const;

/**
 * Reads a log.
 *
 * @param path  for messages
 * @throws {InputError} when a line of libxl has no time, or one without parts of a second, or time runs back
 */
export const xlLogOf = (path: string, text: string): XlLog => {
  const creations: LoggedCreation[] = [];
  const dropped: string[] = [];
  let open: Creation | undefined;
  let parsedAt: number | undefined;
  let clock = 0;
  let last: number | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    if (!SAID.test(line)) continue;
    const stamp = stampOf(line);
    if (stamp.kind !== 'time') throw timeless(path, index + 1, stamp.kind);
    const passed = last === undefined ? 0 : between(last, stamp.seconds, stamp.daily);
    if (passed < 0) {
      throw new InputError(
        `${path}:${index + 1}: time runs back by ${-passed} s; accepted is one log in the order in which it was written; keep logs apart`,
      );
    }
    last = stamp.seconds;
    clock += passed;
    const { rest } = stamp;
    if (marks.parse.test(rest)) parsedAt = clock;
    const begins = marks.begin.exec(rest);
    if (begins !== null) {
      if (open !== undefined) dropped.push(`line ${open.line}: another creation begins before this one ends`);
      open = new Creation(index + 1, begins[1]!, clock, parsedAt);
      parsedAt = undefined;
      continue;
    }
    if (open === undefined) continue;
    const rc = open.said(rest, clock);
    if (rc === undefined) continue;
    if (rc === 0) creations.push(open.over(clock));
    else dropped.push(`line ${open.line}: the creation failed (rc=${rc})`);
    open = undefined;
  }
  if (open !== undefined) dropped.push(`line ${open.line}: the log ends before the creation does`);
  return { creations, dropped };
};

/** Lines that are looked at; what a script or the guest prints in between is not. */
const SAID =
  /(?:libxl|domainbuilder|xc): (?:debug|detail|error|info|notice|warn(?:ing)?|progress|critical): |Parsing config from /u;

const timeless = (path: string, line: number, found: 'whole seconds' | 'none'): InputError =>
  new InputError(
    found === 'none'
      ? `${path}:${line}: no time in front of the line; accepted are seconds with a fraction, a time of day or a date with one; ${HOW}`
      : `${path}:${line}: the time has whole seconds only (as xl -T writes it) and phases take milliseconds; ${HOW}`,
  );

/** Back end and script of a kind of device; those of several lie over each other and are left out. */
const PHASES = {
  vbd: ['disk back end', 'disk script'],
  vif: ['nic back end', 'nic script'],
} as const satisfies Readonly<Record<string, readonly Phase[]>>;
type Kind = keyof typeof PHASES;

/** A creation while the log tells of it. */
class Creation {
  readonly line: number;
  /** As libxl names the operation. */
  private readonly operation: string;
  private readonly begun: number;
  private readonly phases = new Map<Phase, number>();
  private readonly since = new Map<string, number>();
  private readonly devices = new Map<string, number>();
  private script: Phase | undefined;
  private mib = 0;
  private loader = '';
  private compressed: boolean | undefined;

  constructor(line: number, operation: string, begun: number, parsedAt: number | undefined) {
    this.line = line;
    this.operation = operation;
    this.begun = begun;
    if (parsedAt !== undefined) this.add('start', parsedAt, begun);
  }

  /** Takes a line in. @returns what the creation ended with, if it did */
  said(text: string, at: number): number | undefined {
    this.scriptOver(text, at);
    for (const mark of ['kernel', 'populate', 'boot'] as const) {
      if (marks[mark].test(text)) this.since.set(mark, at);
    }
    this.loader = marks.loader.exec(text)?.[1] ?? this.loader;
    if (marks.loaded.test(text)) this.compressed = kernelKind(this.loader);
    const memory = marks.memory.exec(text);
    if (memory !== null) {
      this.mib = Number(memory[1]);
      if (this.compressed !== undefined)
        this.end(this.compressed ? 'kernel, decompressed' : 'kernel, as it is', 'kernel', at);
    }
    if (marks.image.test(text)) this.end('populate', 'populate', at);
    if (marks.built.test(text)) this.end('page tables', 'boot', at);
    this.device(text, at);
    const over = marks.end.exec(text);
    return over === null || over[1] !== this.operation ? undefined : Number(over[2]);
  }

  over(at: number): LoggedCreation {
    this.add('whole', this.begun, at);
    for (const [kind, count] of this.devices) {
      if (count > 1) for (const phase of PHASES[kind as Kind]) this.phases.delete(phase);
    }
    return { line: this.line, mib: this.mib, phases: this.phases };
  }

  private device(text: string, at: number): void {
    const waiting = marks.waiting.exec(text)?.[1];
    if (waiting !== undefined) {
      this.devices.set(waiting, (this.devices.get(waiting) ?? 0) + 1);
      this.since.set(waiting, at);
    }
    const ready = marks.ready.exec(text)?.[1] as Kind | undefined;
    if (ready !== undefined) this.end(PHASES[ready][0], ready, at);
    const script = marks.script.exec(text)?.[1];
    if (script !== undefined) {
      this.script = PHASES[script === 'block' ? 'vbd' : 'vif'][1];
      this.since.set('script', at);
    }
    if (marks.model.test(text)) this.since.set('model', at);
    if (marks.running.test(text)) this.end('device model', 'model', at);
  }

  /** A script is over when libxl says anything but what it called the script with. */
  private scriptOver(text: string, at: number): void {
    if (this.script === undefined || marks.arguments.test(text)) return;
    this.end(this.script, 'script', at);
    this.script = undefined;
  }

  private end(phase: Phase, mark: string, at: number): void {
    const from = this.since.get(mark);
    this.since.delete(mark);
    if (from !== undefined && !this.phases.has(phase)) this.add(phase, from, at);
  }

  private add(phase: Phase, from: number, to: number): void {
    // a log has no parts of a µs that mean anything
    this.phases.set(phase, Math.round((to - from) * 1e6));
  }
}

/** Whether a loader decompresses the kernel; undefined for firmware. */
const kernelKind = (loader: string): boolean | undefined =>
  loader.includes('HVM') ? undefined : loader.includes('bzImage');
