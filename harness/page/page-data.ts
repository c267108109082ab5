/**
 * The data of the page's script: curves, runs, and every chart with its rows.
 *
 * Left out: what the page says in words.
 */
import { changePercent, counted, percent, span } from '../report/text.ts';
import type { ResultDocument, VariantResult } from '../result/document.ts';
import type { Recording } from '../../model/recording.ts';
import type { PackedChart, PackedRows, PageData } from './browser/data.ts';
import { compiled, type Spec } from './charts/chart.ts';
import { costChart, costRows } from './charts/cost.ts';
import { distributionChart, distributionRows } from './charts/distribution.ts';
import { looksOf } from './charts/look.ts';
import { meanOf, partRows, partsChart, seenParts } from './charts/parts.ts';
import { changeChart, followed, supplyChart, wholeChart } from './charts/timeline.ts';
import { tradeoffChart, tradeoffRows } from './charts/tradeoff.ts';
import { phasesOf, waterfallChart, waterfallRows, type Task } from './charts/waterfall.ts';
import { countedUnit, labelOf, missedThings, variantNames } from './names.ts';
import type { Replayed } from '../campaign/assembly.ts';
import { packed } from './replays.ts';
import { rowHead } from './tables.ts';

/** `0.4` or, where they differ, `0.4 (0.2 to 0.7)`: the mean, the least and the most. */
const overSeeds = (values: readonly number[], said: (value: number) => string): string => {
  const mean = said(values.reduce((sum, value) => sum + value, 0) / values.length);
  const [least, most] = [said(Math.min(...values)), said(Math.max(...values))];
  return least === most ? mean : `${mean} (${least} to ${most})`;
};

/** What the seeds of one run did with the objective, in sentences. */
const saidOf = (label: string, recordings: readonly Recording[], whole: boolean): string => {
  const objectives = recordings.map(({ objective }) => objective);
  const { workload } = recordings[0]!;
  const things = workload === 'load' ? 'requests' : 'creations';
  const shares = objectives.flatMap(({ missed, total }) => (total > 0 ? [missed / total] : []));
  const share =
    shares.length > 0 ? `${overSeeds(shares, percent)} % of ${things} missed it` : `there were no ${things}`;
  const seeds = recordings.length > 1 ? `${label}, ${recordings.length} seeds` : label;
  const broken = objectives.every(({ episodes }) => episodes === 0)
    ? `${seeds}: the objective was kept throughout`
    : `${seeds}: the objective was broken for ${overSeeds(
        recordings.map(({ objective, horizon }) => objective.timeMissed / horizon),
        changePercent,
      )} % of the time, in ${episodesSaid(objectives.map(({ episodes }) => episodes))}, the longest ${span(
        Math.max(...objectives.map(({ episodeLongest }) => episodeLongest)) / 1e6,
      )}; ${share}`;
  return `${broken}.${whole ? '' : ' Too many changes to draw them all: each of some hundred columns shows its first, least, greatest and last.'}`;
};

const episodesSaid = (counts: readonly number[]): string => {
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return least === most ? counted(most, 'episode') : `${least} to ${most} episodes`;
};

export const pageData = async (document: ResultDocument, replays: readonly Replayed[]): Promise<PageData> => {
  const horizon = Math.round(document.trace.ingest.horizonSeconds * 1000);
  const started = document.trace.ingest.startedAt;
  const start = started === undefined ? null : Date.parse(started);
  const dated = start !== null;
  const { curves, reasons, runs, setups, destroys } = packed(replays);
  const variantOf = (index: number): VariantResult => {
    const { policy, variant } = replays[index]!;
    return document.variants.find((one) => one.policy === policy && one.name === variant)!;
  };
  const looks = looksOf(variantNames(document));
  const timeline = async (spec: Spec): Promise<Spec> => followed(await compiled(spec));
  return {
    horizon,
    start,
    seeds: document.seeds.length,
    curves,
    reasons,
    runs: runs.map(({ whole, ...run }, i) => {
      const label = labelOf(variantOf(i));
      const name = rowHead(document, variantOf(i));
      const { colour } = looks.get(run.variant)!;
      return { ...run, label, name, colour, said: saidOf(name, replays[i]!.recordings, whole) };
    }),
    timeline: {
      supply: await timeline(supplyChart(horizon, dated, countedUnit(document))),
      change: await timeline(changeChart(horizon, dated, document.seeds.length)),
      whole: await timeline(wholeChart(horizon, dated)),
    },
    charts: await chartsOf(document, {
      creation: replays.map((_, i) => ({ ...named(variantOf(i)), distribution: setups[i]! })),
      destruction: replays.map((_, i) => ({ ...named(variantOf(i)), distribution: destroys[i]! })),
    }),
  };
};

const named = (variant: VariantResult) => ({
  policy: variant.policy,
  variant: variant.name,
  label: labelOf(variant),
});

const chartsOf = async (
  document: ResultDocument,
  spread: Readonly<Record<Task, Parameters<typeof distributionRows>[0]>>,
): Promise<PageData['charts']> => {
  const looks = looksOf(variantNames(document));
  const real = document.variants.filter(({ name }) => name !== 'ideal');
  const labels = [...new Set(real.map(labelOf))];
  const chart = async (spec: Spec, data: PackedRows): Promise<PackedChart> => ({
    spec: await compiled(spec),
    data,
  });
  const several = document.seeds.length > 1;
  const policies = document.policies.map(({ label }) => label);
  const missed = `missed by ${missedThings(document)}`;
  const charts: Record<string, PackedChart> = {};
  for (const task of ['creation', 'destruction'] as const) {
    const word = task === 'creation' ? 'set-up' : 'destruction';
    const seen = seenParts(document, task);
    if (seen.length > 0) {
      charts[`chart-parts-${task}`] = await chart(
        partsChart({
          seen,
          labels,
          title: `mean ${word} [s]`,
          longest: Math.max(...real.map((variant) => meanOf(variant, task))),
        }),
        partRows(real, task, labelOf),
      );
      const phases = phasesOf(real, task);
      const steps = waterfallRows(real, task, phases);
      const until = steps.columns.indexOf('until_s');
      const ends = steps.groups.flatMap(({ rows }) => rows.map((row) => Number(row[until])));
      charts[`chart-steps-${task}`] = await chart(waterfallChart(phases, Math.max(...ends)), steps);
    }
    const all = spread[task].filter(
      ({ variant, distribution }) => variant !== 'ideal' && distribution.seconds.length > 0,
    );
    if (all.length > 0) {
      charts[`chart-spread-${task}`] = await chart(
        distributionChart(looks, `${word} [s], log scale`, all),
        distributionRows(all),
      );
    }
  }
  const costs = costRows(real, labelOf);
  charts['chart-cost'] = await chart(costChart(labels, costs, several), costs);
  const points = tradeoffRows(document, labelOf);
  const kind = points.shared.indexOf('kind');
  const joined = points.groups.some(({ shared }) => shared[kind] === 'front');
  const look = { looks, policies, missed, several, joined };
  charts['chart-tradeoff'] = await chart(tradeoffChart({ ...look, near: true }), points);
  if (document.bounds.length > 0)
    charts['chart-bounds'] = await chart(tradeoffChart({ ...look, near: false }), points);
  return charts;
};
