/**
 * What a service-level objective makes of good and bad requests: Apdex, the error budget, and when it raises an alert.
 *
 * Left out: what a provider pays back (sla).
 *
 * @source metrics.md section 2
 */

/**
 * Apdex: satisfied within the threshold, tolerating up to four times as long (half), frustrated beyond.
 *
 * @param responses  response times in the unit of the threshold; Infinity for a request that failed
 * @returns          0 to 1, null without any request
 */
export const apdex = (responses: readonly number[], threshold: number): number | null => {
  const satisfied = responses.filter((response) => response <= threshold).length;
  const tolerating = responses.filter((response) => response > threshold && response <= 4 * threshold).length;
  return apdexOf(satisfied, tolerating, responses.length);
};

/** The same from counts, which may be expected ones; null where there was no request. */
export const apdexOf = (satisfied: number, tolerating: number, all: number): number | null =>
  all > 0 ? (satisfied + tolerating / 2) / all : null;

export interface ErrorBudget {
  /** Share of requests that may be bad. */
  readonly budget: number;
  /** How many times faster than allowed it is used up: 1 uses it up exactly in the period. */
  readonly burnRate: number;
  /** In the unit of the period; infinite where nothing is bad. */
  readonly timeToExhaustion: number;
}

/**
 * @param objective  share of requests that must be good, above 0 and below 1
 * @param badShare   share of requests that were bad, 0 to 1
 */
export const errorBudget = (objective: number, badShare: number, period: number): ErrorBudget => {
  const budget = 1 - objective;
  const burnRate = badShare / budget;
  return { budget, burnRate, timeToExhaustion: period / burnRate };
};

/**
 * The burn rate at which an alert fires: as fast as uses up so much of the budget within the long window.
 *
 * @param budget  share of the error budget, 0 to 1
 * @param period  of the objective, in the unit of the window
 */
export const alertFactor = (budget: number, period: number, longWindow: number): number =>
  (budget * period) / longWindow;
