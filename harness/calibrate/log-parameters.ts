/**
 * What the phases of logged creations say of a host: scripts, back ends, kernel, memory, device model (xen-host F.3).
 *
 * They are taken for what the phase costs alone, so the logs have to be of creations one at a time on a quiet host. Left
 * out: the locked part of the nic's script, which stays the share of it that the base profile has.
 */
import type { HostValues } from '../../model/host/profile.ts';
import { PAGE } from '../../model/kernel/units.ts';
import { EMPTY } from './laws.ts';
import { logSeries } from './log-readings.ts';
import { scaled, sole, type Look, type Part, type Parts } from './part.ts';
import type { Phase } from './xl-log.ts';

const PAGES_PER_MIB = (1024 * 1024) / PAGE;

export const ofLogs = (look: Look, { devices, hypervisor, machine }: HostValues): Parts => {
  const of = (phase: Phase, term = EMPTY): Part | undefined => look(logSeries(phase), term);
  const perPage = scaled(of('populate', 'per MiB'), 1 / PAGES_PER_MIB);
  const nicScript = of('nic script');
  const scripts = of('disk script') ?? nicScript;
  return {
    'toolstack.parse': of('start'),
    'toolstack.kernelLoad': of('kernel, decompressed'),
    'toolstack.kernelLoadUnikernel': of('kernel, as it is'),
    // beside the page's own share of an extent
    'hypervisor.pageMap': scaled(
      perPage,
      1,
      hypervisor.pageInit + ((hypervisor.extentHold + hypervisor.extentOther) * PAGE) / machine.extent,
    ),
    'hypervisor.pageTables': scaled(of('page tables', 'per MiB'), 1024),
    'devices.diskXenwatch': of('disk back end'),
    'devices.diskScript': of('disk script') ?? scaledBase(scripts, devices.diskScript * devices.scriptFactor),
    'devices.qemuStart': of('device model'),
    'devices.nicXenwatch': of('nic back end'),
    'devices.nicScript': nicScript ?? scaledBase(scripts, devices.nicScript * devices.scriptFactor),
    'devices.nicScriptLocked':
      nicScript === undefined
        ? scaledBase(scripts, devices.nicScriptLocked * devices.scriptFactor)
        : scaled(nicScript, devices.nicScriptLocked / devices.nicScript),
    'devices.removalScript': scaledBase(scripts, devices.removalScript * devices.scriptFactor),
    'devices.scriptFactor': scripts === undefined ? undefined : sole(1, 'scripts of this machine itself'),
  };
};

/** A script that was not logged where another one was: as the base profile has it, its factor taken in. */
const scaledBase = (logged: Part | undefined, value: number): Part | undefined =>
  logged === undefined ? undefined : sole(value, 'the base profile');
