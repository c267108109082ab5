/**
 * Destruction time: against memory, the share of remote memory, and concurrent destructions.
 *
 * Left out: graceful shutdown by the guest.
 */
import { gib } from '../../model/kernel/units.ts';
import { destroyOf, destroysAtOnce, remoteShare } from '../experiments/scenarios.ts';
import { curvesSpec, measuredRows, type Axis, type Measured, type Point } from './curves.ts';
import { meanOf } from '../measure/mean.ts';
import { thinned, type Family } from './figure.ts';
import { assumedOf } from './setup-figures.ts';

const destroy: Measured = {
  field: 'destroy_s',
  title: 'mean destruction time [s]',
  log: { base: 10 },
  of: ({ destroys }) => meanOf(destroys),
};

const SAID = 'From the request to the return of the toolstack; up to Xen 4.9 all memory is clean then.';

const againstMemory: Family = {
  name: 'destroy-memory',
  effort: ({ seeds }) => 0.04 * seeds.length,
  draw: async (drawing) => {
    const values = [1, 4, 16, 64, 256, 1024];
    const x: Axis = { field: 'memory_gib', title: 'memory of the domain [GiB]', log: { base: 4, values } };
    const panels = ['on the fewest nodes (xl)', 'spread over all nodes'];
    const points = panels.flatMap((panel, i) =>
      thinned(drawing, values).map((size): Point => ({
        panel,
        x: size,
        situation: destroyOf(drawing.profile, gib(size), i === 0 ? 'packed' : 'spread'),
      })),
    );
    const rows = await measuredRows(drawing, points, x, destroy);
    return {
      name: 'destroy-memory',
      title: 'Destruction time against the memory of the domain',
      caption: `One domain alone on the host. ${SAID} Stock and both other fixes coincide. ${assumedOf(drawing)}`,
      rows,
      spec: curvesSpec(x, destroy, panels, rows),
    };
  },
};

const againstRemote: Family = {
  name: 'destroy-remote',
  effort: ({ seeds }) => 0.03 * seeds.length,
  draw: async (drawing) => {
    const x: Axis = {
      field: 'remote_percent',
      title: 'share of its memory on the node where dom0 is not [%]',
    };
    const y: Measured = { field: destroy.field, title: destroy.title, of: destroy.of };
    const points = thinned(drawing, [0, 12.5, 25, 37.5, 50, 62.5, 75, 87.5, 100]).map((percent): Point => ({
      panel: 'one domain',
      x: percent,
      situation: remoteShare(drawing.profile, gib(64), percent / 100),
    }));
    const rows = await measuredRows(drawing, points, x, y);
    return {
      name: 'destroy-remote',
      title: 'Destruction time against the share of remote memory',
      caption:
        `A domain of 64 GiB on a host of two nodes. ${SAID} The fix clears each node by its own processor, both at ` +
        `once, so an even split is its best case. ${assumedOf(drawing).replace(/with \d+ NUMA nodes and/, 'with')}`,
      rows,
      spec: curvesSpec(x, y, ['one domain'], rows),
    };
  },
};

const againstConcurrency: Family = {
  name: 'destroy-concurrent',
  effort: ({ seeds }) => 0.33 * seeds.length,
  draw: async (drawing) => {
    const values = [1, 2, 4, 8, 16, 32, 64];
    const x: Axis = {
      field: 'destructions_at_once',
      title: 'destructions at once',
      log: { base: 2, values },
    };
    const panels = ['domains of 1 GiB', 'domains of 16 GiB'];
    const points = panels.flatMap((panel, i) =>
      thinned(drawing, values).map((atOnce): Point => ({
        panel,
        x: atOnce,
        situation: destroysAtOnce({
          profile: drawing.profile,
          running: 100,
          atOnce,
          memory: gib(i === 0 ? 1 : 16),
        }),
      })),
    );
    const rows = await measuredRows(drawing, points, x, destroy);
    return {
      name: 'destroy-concurrent',
      title: 'Destruction time against concurrent destructions',
      caption: `Beside 100 domains, all asked for at the same moment; one alone happens to lie on the node of dom0. ${SAID} ${assumedOf(drawing)}`,
      rows,
      spec: curvesSpec(x, destroy, panels, rows),
    };
  },
};

export const destroyFigures: readonly Family[] = [againstMemory, againstRemote, againstConcurrency];
