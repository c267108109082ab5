/**
 * What the page holds beside its words, as the generator packs it and the script unpacks it.
 *
 * Times are milliseconds since the trace's start. Left out: how it is drawn.
 */

/** A step function: milliseconds between its changes, and the value that each leads to. */
export interface PackedSteps {
  readonly t: readonly number[];
  readonly v: readonly number[];
}

/** When the objective was broken, and which share of each span really was, 0 to 1: of several seeds, the mean of theirs. */
export interface PackedSpans {
  readonly from: readonly number[];
  readonly until: readonly number[];
  readonly share: readonly number[];
}

/** What the policy asked for, and why: an index into the reasons of the page. */
export interface PackedDecisions {
  readonly t: readonly number[];
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly reason: readonly number[];
}

/**
 * A variant under a policy, all its seeds as one: supply is at every moment the middle of them, the least and the most, which
 * are one curve where there is one seed. Curves are indices into those of the page.
 */
export interface PackedRun {
  readonly policy: string;
  readonly variant: string;
  /** The variant as charts write it. */
  readonly label: string;
  /** The same with its policy where there are several. */
  readonly name: string;
  /** Of its lines in every chart, as the style sheet takes it. */
  readonly colour: string;
  readonly demand: number;
  readonly supply: number;
  readonly supplyLeast: number;
  readonly supplyMost: number;
  /** The most of them: they are spikes, and no two seeds have them at the same moment. */
  readonly starting: number;
  readonly stopping: number;
  readonly broken: PackedSpans;
  /** Of the first seed. */
  readonly decisions: PackedDecisions;
  /** Sentences below the chart of demand and supply. */
  readonly said: string;
}

/** A cell of a chart's row. */
export type Cell = string | number | null;

/** Rows of a chart in groups, so that what the rows of a group share is written once. */
export interface PackedRows {
  /** `run`: groups of the chosen policy and variant are shown; `policy`: of the chosen policy; `all`: every one. */
  readonly by: 'run' | 'policy' | 'all';
  /** Columns that a group shares: `policy`, `variant`, `label` and what else belongs to them. */
  readonly shared: readonly string[];
  readonly columns: readonly string[];
  readonly groups: readonly PackedGroup[];
}

export interface PackedGroup {
  readonly shared: readonly Cell[];
  readonly rows: readonly (readonly Cell[])[];
}

export interface PackedChart {
  /** Vega, compiled. */
  readonly spec: Readonly<Record<string, unknown>>;
  readonly data: PackedRows;
}

export interface PageData {
  /** End of the trace. */
  readonly horizon: number;
  /** The trace's start, milliseconds since 1970 UTC; null where it has no date. */
  readonly start: number | null;
  readonly seeds: number;
  readonly curves: readonly PackedSteps[];
  readonly reasons: readonly string[];
  readonly runs: readonly PackedRun[];
  /** The three charts of demand and supply. */
  readonly timeline: Readonly<Record<'supply' | 'change' | 'whole', Readonly<Record<string, unknown>>>>;
  /** Every other chart, by the id of its element. */
  readonly charts: Readonly<Record<string, PackedChart>>;
}
