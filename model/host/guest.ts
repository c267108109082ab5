/**
 * Guest kinds: how a domain is virtualised, what it is built from, and how long it takes to serve after unpause.
 *
 * Request counts that differ from PV are here (xen-host A.1, A.2). Left out: stub domains, firmware variants, a guest's
 * shutdown of its own (the toolstack destroys).
 */
import { InputError } from '../kernel/faults.ts';
import type { Parameter } from '../kernel/parameter.ts';
import { count, fraction, millis, seconds, type Count, type Fraction, type Micros } from '../kernel/units.ts';
import { assumed, cited, xenSource } from './parameters/sources.ts';

export type Virtualisation = 'pv' | 'hvm' | 'pvh';
export type Image = 'unikernel' | 'tinyx' | 'debian';

/** What a way of virtualising adds to the PV path. */
interface Kind {
  /** Requests that `libxl__domain_make` adds. */
  readonly makeRequests: Parameter<Count>;
  /** Nodes that the build adds for the guest's firmware and the device model. */
  readonly buildRequests: Parameter<Count>;
  readonly deviceModel: boolean;
}

const kinds: Readonly<Record<Virtualisation, Kind>> = {
  pv: {
    makeRequests: plain(0, '4.8 libxl__domain_make: the PV path'),
    buildRequests: plain(0, '4.8 libxl__build_post: the PV path'),
    deviceModel: false,
  },
  hvm: {
    makeRequests: plain(6, '4.8 libxl__domain_make: hvmloader and control nodes'),
    buildRequests: plain(14, '4.6 3 local and 3 vm nodes, vkb and the device-model state node'),
    deviceModel: true,
  },
  pvh: {
    makeRequests: plain(0, '4.10 like PV for xenstore'),
    buildRequests: plain(3, '4.10 3 local nodes as HVM, no device model'),
    deviceModel: false,
  },
};

function plain(value: number, place: string): Parameter<Count> {
  return {
    value: count(value),
    range: [count(value), count(value)],
    unit: 'count',
    source: xenSource(place),
  };
}

/** Kernel and service start after unpause: processor time, log-normal. */
interface Boot {
  readonly median: Parameter<Micros>;
  readonly spread: Parameter<Fraction>;
  readonly bigKernel: boolean;
}

const spread: Parameter<Fraction> = {
  value: fraction(0.15),
  range: [fraction(0), fraction(0.5)],
  unit: '1',
  source: assumed('standard deviation of the logarithm; boots of one image vary by some ten percent'),
};

const images: Readonly<Record<Image, Boot>> = {
  unikernel: {
    median: {
      value: millis(3.8),
      range: [millis(2), millis(60)],
      unit: 'µs',
      source: cited('LightVM (SOSP 2017)', 'boot of the daytime unikernel'),
    },
    spread,
    bigKernel: false,
  },
  tinyx: {
    median: {
      value: millis(200),
      range: [millis(100), millis(500)],
      unit: 'µs',
      source: assumed('a Linux kernel with one service and no init system'),
    },
    spread,
    bigKernel: true,
  },
  debian: {
    median: {
      value: seconds(3),
      range: [seconds(1), seconds(15)],
      unit: 'µs',
      source: assumed('kernel, systemd and one service of a minimal server image'),
    },
    spread,
    bigKernel: true,
  },
};

/** A domain's kind as the toolstack is told it; plain values. */
export interface Guest {
  readonly name: string;
  readonly virtualisation: Virtualisation;
  readonly makeRequests: Count;
  readonly buildRequests: Count;
  readonly deviceModel: boolean;
  readonly bigKernel: boolean;
  readonly bootMedian: Micros;
  readonly bootSpread: Fraction;
}

export const guestNames: readonly string[] = Object.keys(kinds).flatMap((kind) =>
  Object.keys(images).map((image) => `${kind}-${image}`),
);

/** @throws {InputError} when there is no such kind */
export const guestNamed = (name: string): Guest => {
  const [virtualisation, image] = name.split('-') as [Virtualisation, Image];
  if (!guestNames.includes(name)) {
    throw new InputError(
      `--guest: found "${name}"; known guest kinds are ${guestNames.join(', ')}; name one of them`,
    );
  }
  const kind = kinds[virtualisation];
  const boot = images[image];
  return {
    name,
    virtualisation,
    makeRequests: kind.makeRequests.value,
    buildRequests: kind.buildRequests.value,
    deviceModel: kind.deviceModel,
    bigKernel: boot.bigKernel,
    bootMedian: boot.median.value,
    bootSpread: boot.spread.value,
  };
};

/** The parameters of a guest kind, for reports. */
export const guestParameters = (guest: Guest): readonly { name: string; parameter: Parameter<number> }[] => {
  const boot = images[guest.name.split('-')[1] as Image];
  const kind = kinds[guest.virtualisation];
  return [
    { name: 'guest.bootMedian', parameter: boot.median },
    { name: 'guest.bootSpread', parameter: boot.spread },
    { name: 'guest.makeRequests', parameter: kind.makeRequests },
    { name: 'guest.buildRequests', parameter: kind.buildRequests },
  ];
};
