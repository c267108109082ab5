/**
 * The assumed parameters that the verdict leans on: those whose steps took time in this run, the heaviest first.
 *
 * Weight is the time served in the steps that a parameter sets, of stock and all its tasks: waits follow from what is served.
 * Left out: how far the verdict would move with them; `figures` draws that over the believed ranges.
 */
import { quantityShown } from '../report/parameters-page.ts';
import { NONE, percent } from '../report/text.ts';
import type { ResultDocument, VariantResult } from '../result/document.ts';
import { html, type Html } from './html.ts';
import { dataOf, tableOf, type TableRow } from './tables.ts';

type Parameter = ResultDocument['host']['parameters'][number];
type Wait = VariantResult['waits'][number];

/** @param unikernel  whether the guest is one */
type Steps = (wait: Wait, unikernel: boolean) => boolean;

/**
 * Which steps a parameter sets, by the beginning of its name; of several the longest counts.
 *
 * One that is not here sets how much there is of something (processors, memory), or what no path waits for.
 */
const sets: readonly (readonly [prefix: string, steps: Steps])[] = [
  ['guest.', ({ phase }) => phase === 'boot' || phase === 'drivers'],
  ['machine.scrubbersPerNode', ({ station }) => station === 'node scrubbers'],
  ['machine.nodeBandwidth', ({ station }) => station === 'memory bandwidth'],
  ['toolstack.parse', ({ phase }) => phase === 'start'],
  ['toolstack.kernelLoad', ({ phase }, unikernel) => phase === 'kernel' && !unikernel],
  ['toolstack.kernelLoadUnikernel', ({ phase }, unikernel) => phase === 'kernel' && unikernel],
  ['toolstack.saveConfig', ({ phase }) => phase === 'save'],
  ['toolstack.cacheRequests', ({ phase, station }) => phase === 'make' && station === 'xenstored'],
  ['toolstack.balloon', ({ station }) => station === 'balloon lock'],
  ['xenstored.', ({ station }) => station.startsWith('xenstored')],
  ['hypervisor.domctl', ({ phase, station }) => shortCall(station) && phase !== SCRUBBING],
  ['hypervisor.createDomain', ({ phase }) => phase === 'createdomain'],
  ['hypervisor.extentOther', ({ phase }) => phase === 'populate'],
  ['hypervisor.pageTable', ({ phase }) => phase === 'page tables'],
  ['hypervisor.placementStep', ({ phase }) => phase === 'placement'],
  ['devices.disk', ({ task, phase }) => task === 'creation' && phase === 'disk'],
  ['devices.nic', ({ task, phase }) => task === 'creation' && phase === 'nic'],
  ['devices.console', ({ phase }) => phase === 'console'],
  ['devices.removal', ({ task, phase }) => task === 'destruction' && (phase === 'disk' || phase === 'nic')],
  ['devices.qemu', ({ phase }) => phase === 'device model'],
  [
    'devices.scriptFactor',
    ({ phase, station }) => (phase === 'disk' || phase === 'nic') && station === 'dom0 CPU',
  ],
];

/** The hypercall in which stock Xen clears memory: long, and set by rates that are cited. */
const SCRUBBING = 'free and scrub';
const shortCall = (station: string): boolean => station === 'domctl lock' || station === 'sysctl lock';

const stepsOf = (name: string): Steps | undefined =>
  sets.filter(([prefix]) => name.startsWith(prefix)).toSorted(([a], [b]) => b.length - a.length)[0]?.[1];

/** Share of the time served in all set-ups and destructions of stock that the parameter's steps took, 0 to 1. */
const weightOf = ({ name }: Parameter, waits: readonly Wait[], unikernel: boolean): number => {
  const steps = stepsOf(name);
  const served = (rows: readonly Wait[]): number => rows.reduce((sum, { served_s }) => sum + served_s, 0);
  const all = served(waits);
  return steps === undefined || all === 0 ? 0 : served(waits.filter((wait) => steps(wait, unikernel))) / all;
};

/** Rows that are shown at once. */
const MOST = 12;

const rowOf = ({ name, value, unit, range, source }: Parameter, weight: number): TableRow => ({
  head: name,
  cells: [
    quantityShown(value, unit),
    `${quantityShown(range[0], unit)} to ${quantityShown(range[1], unit)}`,
    weight === 0 ? NONE : `${percent(weight)} %`,
    source.text,
  ],
});

export const assumedSection = (document: ResultDocument): Html => {
  const assumed = document.host.parameters.filter(({ source }) => source.kind === 'assumed');
  const stock = document.variants.find(({ name }) => name === 'stock') ?? document.variants[0];
  const unikernel = document.guest.endsWith('unikernel');
  const weighed = assumed
    .map((parameter) => ({ parameter, weight: weightOf(parameter, stock?.waits ?? [], unikernel) }))
    .toSorted((a, b) => b.weight - a.weight || (a.parameter.name < b.parameter.name ? -1 : 1));
  const weighty = weighed.filter(({ weight }) => weight > 0).length;
  const tableFor = (caption: string, rows: typeof weighed): Html =>
    tableOf(
      {
        caption,
        heads: ['parameter', 'value', 'believed range', 'share of served time', 'why so'],
        rows: rows.map(({ parameter, weight }) => rowOf(parameter, weight)),
      },
      true,
    );
  return html`<section aria-labelledby="assumed-title">
    <h2 id="assumed-title">What the verdict leans on</h2>
    <p>
      ${assumed.length} of the host's ${document.host.parameters.length} parameters are assumed, neither
      measured nor cited; ${weighty} of them set steps that took time in this run. Beside each stands the
      share of stock's served time that its steps took; several may set the same step. What is waited for
      follows from what is served.
    </p>
    ${tableFor('Assumed parameters, the heaviest first', weighed.slice(0, MOST))}
    ${
      weighed.length <= MOST
        ? undefined
        : dataOf(
            `The other ${weighed.length - MOST}`,
            tableFor('Other assumed parameters', weighed.slice(MOST)),
          )
    }
  </section>`;
};
