/**
 * What a provider pays back when it was not there: credits by tiers of uptime.
 *
 * Tiers are data. An agreement settles by calendar month; of a shorter trace the uptime is that of the trace, and the credit
 * is a share of what the trace was billed: pro rata, as every report that shows it says. Left out: what counts as a
 * claim, and who files it.
 *
 * @source metrics.md section 3
 */

/** Below this uptime so much of the charge is paid back, both percent. */
export interface Tier {
  readonly below: number;
  readonly credit: number;
}

export interface Agreement {
  readonly tiers: readonly Tier[];
  /** Credits never exceed so much of the charge, percent. */
  readonly cap: number;
}

/** @source AWS Compute service level agreement, text of May 2022: two availability zones or more */
export const regionLevel: Agreement = {
  tiers: [
    { below: 99.99, credit: 10 },
    { below: 99, credit: 30 },
    { below: 95, credit: 100 },
  ],
  cap: 100,
};

/** @source the same: a single instance */
export const instanceLevel: Agreement = {
  tiers: [
    { below: 99.5, credit: 10 },
    { below: 99, credit: 30 },
    { below: 95, credit: 100 },
  ],
  cap: 100,
};

/**
 * Of the charge, percent: that of the severest tier that the uptime falls into; 0 where it falls into none.
 *
 * @param uptime  percent of the minutes in the period
 */
export const creditOf = ({ tiers, cap }: Agreement, uptime: number): number =>
  Math.min(
    cap,
    tiers.reduce((most, { below, credit }) => (uptime < below ? Math.max(most, credit) : most), 0),
  );

/** What missing costs whoever promised: a credit of the charge, and a fee for each request. */
export interface Terms {
  readonly agreement: Agreement;
  /** In the currency of the charge. */
  readonly feePerRequest: number;
}

/** @source assumed: the level that a service of several replicas is promised, and no fee */
export const defaultTerms: Terms = { agreement: regionLevel, feePerRequest: 0 };

export interface Breach {
  /** Percent. */
  readonly uptime: number;
  /** What the period was billed. */
  readonly charge: number;
  /** Requests that missed. */
  readonly violated: number;
}

/** In the currency of the charge. */
export const penaltyOf = (
  { agreement, feePerRequest }: Terms,
  { uptime, charge, violated }: Breach,
): number => (creditOf(agreement, uptime) / 100) * charge + feePerRequest * violated;
