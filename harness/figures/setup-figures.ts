/**
 * Set-up time: against running domains, concurrent creations and memory.
 *
 * Left out: where it goes (dissection-figures), destruction (destroy-figures) and both at once (loaded-figures).
 */
import { gib } from '../../model/kernel/units.ts';
import { setupsAtOnce } from '../experiments/scenarios.ts';
import { curvesSpec, measuredRows, type Axis, type Measured, type Point } from './curves.ts';
import { meanOf } from '../measure/mean.ts';
import { thinned, type Family, type Setting } from './figure.ts';

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

export const GUEST = 'Guest: small PV Linux that serves 0.2 s after unpause, 1 vCPU, 4 GiB, 1 disk, 1 nic.';

const againstRunning: Family = {
  name: 'setup-running',
  effort: ({ seeds }) => 0.5 * seeds.length,
  draw: async (drawing) => {
    const x: Axis = { field: 'running_domains', title: 'domains that run beside' };
    const panels = ['one creation', '16 creations at once'];
    const points = panels.flatMap((panel, i) =>
      thinned(drawing, [0, 100, 200, 400, 600, 800, 1000]).map((running): Point => ({
        panel,
        x: running,
        situation: setupsAtOnce({ profile: drawing.profile, running, atOnce: i === 0 ? 1 : 16 }),
      })),
    );
    const rows = await measuredRows(drawing, points, x, setup);
    return {
      name: 'setup-running',
      title: 'Set-up time against running domains',
      caption: `From the request to a guest that serves. ${GUEST} ${assumedOf(drawing)}`,
      rows,
      spec: curvesSpec(x, setup, panels, rows),
    };
  },
};

const againstConcurrency: Family = {
  name: 'setup-concurrent',
  effort: ({ seeds }) => 0.35 * seeds.length,
  draw: async (drawing) => {
    const values = [1, 2, 4, 8, 16, 32, 64];
    const x: Axis = { field: 'creations_at_once', title: 'creations at once', log: { base: 2, values } };
    const panels = ['beside 100 domains', 'beside 500 domains'];
    const points = panels.flatMap((panel, i) =>
      thinned(drawing, values).map((atOnce): Point => ({
        panel,
        x: atOnce,
        situation: setupsAtOnce({ profile: drawing.profile, running: i === 0 ? 100 : 500, atOnce }),
      })),
    );
    const rows = await measuredRows(drawing, points, x, setup);
    return {
      name: 'setup-concurrent',
      title: 'Set-up time against concurrent creations',
      caption: `All are asked for at the same moment. ${GUEST} ${assumedOf(drawing)}`,
      rows,
      spec: curvesSpec(x, setup, panels, rows),
    };
  },
};

const againstMemory: Family = {
  name: 'setup-memory',
  effort: ({ seeds }) => 0.1 * seeds.length,
  draw: async (drawing) => {
    const values = [1, 4, 16, 64, 256];
    const x: Axis = { field: 'memory_gib', title: 'memory of a domain [GiB]', log: { base: 4, values } };
    const panels = ['one creation', '8 creations at once'];
    const points = panels.flatMap((panel, i) =>
      thinned(drawing, values).map((size): Point => ({
        panel,
        x: size,
        situation: setupsAtOnce({
          profile: drawing.profile,
          running: 100,
          atOnce: i === 0 ? 1 : 8,
          memory: gib(size),
        }),
      })),
    );
    const rows = await measuredRows(drawing, points, x, setupEven);
    return {
      name: 'setup-memory',
      title: 'Set-up time against the memory of a domain',
      caption: `Beside 100 domains, with clean memory there: 2 MiB extents and page tables grow. ${GUEST.replace('4 GiB, ', '')} ${assumedOf(drawing)}`,
      rows,
      spec: curvesSpec(x, setupEven, panels, rows),
    };
  },
};

export const setupFigures: readonly Family[] = [againstRunning, againstConcurrency, againstMemory];
