/**
 * Set-up time: against running domains, concurrent creations and memory, and where it goes.
 *
 * Left out: destruction (destroy-figures) and both at once (loaded-figures).
 */
import { gib } from '../../model/kernel/units.ts';
import { variantsNamed } from '../../model/host/variants.ts';
import { dissected, parts, partsSaid } from '../experiments/dissection.ts';
import { setupsAtOnce } from '../experiments/scenarios.ts';
import { outcomeOf } from '../experiments/testbed.ts';
import { curvesSpec, measuredRows, type Axis, type Measured, type Point } from './curves.ts';
import { meanOf, rounded, thinned, type Family, type Row, type Setting } from './figure.ts';
import { stackColours } from './style.ts';

const setup: Measured = {
  field: 'setup_s',
  title: 'mean set-up time [s]',
  log: { base: 10 },
  of: ({ setups }) => meanOf(setups),
};
const setupEven: Measured = { field: setup.field, title: setup.title, of: setup.of };

export const assumedOf = ({ profile, seeds }: Setting): string =>
  `Modelled host ${profile.name} with ${profile.values.machine.numaNodes} NUMA nodes and ` +
  `${profile.values.machine.dom0Vcpus} dom0 vCPUs; ` +
  (seeds.length > 1 ? `mean of ${seeds.length} seeds, bands: 95 % intervals.` : 'one seed.');

const GUEST = 'Guest: small PV Linux that serves 0.2 s after unpause, 1 vCPU, 4 GiB, 1 disk, 1 nic.';

const againstRunning: Family = {
  name: 'setup-running',
  draw: (setting) => {
    const x: Axis = { field: 'running_domains', title: 'domains that run beside' };
    const panels = ['one creation', '16 creations at once'];
    const points = panels.flatMap((panel, i) =>
      thinned(setting, [0, 100, 200, 400, 600, 800, 1000]).map((running): Point => ({
        panel,
        x: running,
        situation: setupsAtOnce({ profile: setting.profile, running, atOnce: i === 0 ? 1 : 16 }),
      })),
    );
    const rows = measuredRows(setting, points, x, setup);
    return {
      name: 'setup-running',
      title: 'Set-up time against running domains',
      caption: `From the request to a guest that serves. ${GUEST} ${assumedOf(setting)}`,
      rows,
      spec: curvesSpec(x, setup, panels, rows),
    };
  },
};

const againstConcurrency: Family = {
  name: 'setup-concurrent',
  draw: (setting) => {
    const values = [1, 2, 4, 8, 16, 32, 64];
    const x: Axis = { field: 'creations_at_once', title: 'creations at once', log: { base: 2, values } };
    const panels = ['beside 100 domains', 'beside 500 domains'];
    const points = panels.flatMap((panel, i) =>
      thinned(setting, values).map((atOnce): Point => ({
        panel,
        x: atOnce,
        situation: setupsAtOnce({ profile: setting.profile, running: i === 0 ? 100 : 500, atOnce }),
      })),
    );
    const rows = measuredRows(setting, points, x, setup);
    return {
      name: 'setup-concurrent',
      title: 'Set-up time against concurrent creations',
      caption: `All are asked for at the same moment. ${GUEST} ${assumedOf(setting)}`,
      rows,
      spec: curvesSpec(x, setup, panels, rows),
    };
  },
};

const againstMemory: Family = {
  name: 'setup-memory',
  draw: (setting) => {
    const values = [1, 4, 16, 64, 256];
    const x: Axis = { field: 'memory_gib', title: 'memory of a domain [GiB]', log: { base: 4, values } };
    const panels = ['one creation', '8 creations at once'];
    const points = panels.flatMap((panel, i) =>
      thinned(setting, values).map((size): Point => ({
        panel,
        x: size,
        situation: setupsAtOnce({
          profile: setting.profile,
          running: 100,
          atOnce: i === 0 ? 1 : 8,
          memory: gib(size),
        }),
      })),
    );
    const rows = measuredRows(setting, points, x, setupEven);
    return {
      name: 'setup-memory',
      title: 'Set-up time against the memory of a domain',
      caption: `Beside 100 domains, with clean memory there: 2 MiB extents and page tables grow. ${GUEST.replace('4 GiB, ', '')} ${assumedOf(setting)}`,
      rows,
      spec: curvesSpec(x, setupEven, panels, rows),
    };
  },
};

/** The figure of the README: which part of a set-up each fix takes away, and which one it makes longer. */
const dissection: Family = {
  name: 'dissection',
  draw: (setting) => {
    const variants = variantsNamed('stock,parallel-boot,xenstore-cache,all');
    const counts = thinned(setting, [0, 100, 250, 500, 1000]);
    let done = 0;
    const rows = variants.flatMap((variant) =>
      counts.flatMap((running): readonly Row[] => {
        const situation = setupsAtOnce({ profile: setting.profile, running, atOnce: AT_ONCE });
        const runs = setting.seeds.map((seed) => outcomeOf({ ...situation, variant, seed }));
        const each = runs.map(({ creations }) => dissected(creations));
        setting.progress((done += 1), variants.length * counts.length);
        return parts.map((part, order) => ({
          variant: variant.name,
          running_domains: running,
          part,
          order,
          mean_s: rounded(meanOf(each.map((one) => one[part]))),
        }));
      }),
    );
    // a part that takes no time here would only be a word in the legend
    const seen = parts.filter((part) => rows.some((row) => row['part'] === part && row['mean_s'] !== 0));
    return {
      name: 'dissection',
      title: `Where the time of a set-up goes: ${AT_ONCE} creations at once`,
      caption: `${partsSaid} ${GUEST} ${assumedOf(setting).replace(', bands: 95 % intervals', '')}`,
      rows,
      spec: {
        facet: {
          column: {
            field: 'variant',
            type: 'nominal',
            sort: variants.map(({ name }) => name),
            title: null,
          },
        },
        spec: {
          width: 150,
          height: 300,
          mark: { type: 'bar', stroke: 'white', strokeWidth: 0.8 },
          encoding: {
            x: {
              field: 'running_domains',
              type: 'ordinal',
              axis: { title: 'domains that run beside', labelAngle: 0 },
            },
            y: { field: 'mean_s', type: 'quantitative', axis: { title: 'mean set-up time [s]' } },
            order: { field: 'order', type: 'quantitative' },
            color: {
              field: 'part',
              type: 'nominal',
              // read from the top, as the stack is
              sort: seen.toReversed(),
              scale: {
                domain: seen.toReversed(),
                range: seen.map((part) => stackColours[parts.indexOf(part)]!).toReversed(),
              },
              title: 'time at',
            },
          },
        },
      },
    };
  },
};

const AT_ONCE = 16;

export const setupFigures: readonly Family[] = [
  againstRunning,
  againstConcurrency,
  againstMemory,
  dissection,
];
