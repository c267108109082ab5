/**
 * Demand and supply over time, in the page: a window of time that zooms, and a cursor that tells each moment.
 *
 * Keys on the chart: arrows move the cursor from change to change, with Shift the window; + and − zoom, 0 shows the whole, E
 * goes to the next broken span. Left out: what a pointer does (pointer.ts) and what is said of a moment (reading.ts).
 */
import { clockOf } from './clock.ts';
import type { PackedRun, PageData } from './data.ts';
import { onKeys } from './keys.ts';
import { onPointer } from './pointer.ts';
import { episodesOf, readingAt, tableOver, type Shown } from './reading.ts';
import { bandRows, greatestIn, nextChange, stepRows, unpacked, valueAt, type Steps } from './steps.ts';
import { fillTable } from './table.ts';
import { drawn, element, hideTip, put, showTip } from './views.ts';
import { moved, within, zoomed, type Span } from './zoom.ts';

/** Above the highest step. */
const HEADROOM = 1.06;

export class Timeline {
  readonly #data: PageData;
  readonly #curves: readonly Steps[];
  readonly #views;
  readonly #stage = element('chart-supply');
  #span: Span;
  /** The moment that is told, milliseconds; undefined while none is. */
  #cursor: number | undefined;
  #shown: Shown | undefined;

  constructor(data: PageData) {
    this.#data = data;
    this.#curves = data.curves.map(unpacked);
    this.#span = { from: 0, to: data.horizon };
    const { supply, change, whole } = data.timeline;
    this.#views = {
      supply: drawn('chart-supply', supply),
      change: drawn('chart-change', change),
      whole: drawn('chart-whole', whole),
    };
    this.#bindPointer('supply');
    this.#bindPointer('change');
    this.#bindPointer('whole');
    this.#bindKeys();
    element('table-time')
      .closest('details')
      ?.addEventListener('toggle', () => this.#fillTable());
  }

  /** @param beside  another variant whose supply is drawn thin */
  show(run: PackedRun, beside: PackedRun | undefined): void {
    const curve = (index: number): Steps => this.#curves[index]!;
    const shown: Shown = {
      run,
      seeds: this.#data.seeds,
      demand: curve(run.demand),
      supply: curve(run.supply),
      supplyLeast: curve(run.supplyLeast),
      supplyMost: curve(run.supplyMost),
      starting: curve(run.starting),
      stopping: curve(run.stopping),
      beside: beside === undefined ? undefined : { label: beside.label, supply: curve(beside.supply) },
    };
    this.#shown = shown;
    const { style } = document.documentElement;
    style.setProperty('--chosen', run.colour);
    style.setProperty('--beside', beside?.colour ?? null);
    element('beside-key').hidden = beside === undefined;
    const { horizon } = this.#data;
    const offset = this.#offset;
    const rows = (steps: Steps, sign: 1 | -1 = 1): object[] => stepRows(steps, offset, horizon, sign);
    const broken = run.broken.from.map((from, i) => ({
      from: offset + from,
      until: offset + run.broken.until[i]!,
      share: run.broken.share[i]!,
    }));
    const { supply, change, whole } = this.#views;
    put(supply, 'demand', rows(shown.demand));
    put(supply, 'supply', rows(shown.supply));
    put(
      supply,
      'band',
      shown.seeds === 1 ? [] : bandRows(shown.supplyLeast, shown.supplyMost, offset, horizon),
    );
    put(supply, 'beside', shown.beside === undefined ? [] : rows(shown.beside.supply));
    put(supply, 'broken', broken);
    put(change, 'starting', rows(shown.starting));
    put(change, 'stopping', rows(shown.stopping, -1));
    put(whole, 'demand', rows(shown.demand));
    put(whole, 'broken', broken);
    const most = Math.max(1, greatestIn(shown.demand, 0, horizon));
    whole
      .signal('from', offset)
      .signal('to', offset + horizon)
      .signal('top', most * HEADROOM);
    element('episode').toggleAttribute('disabled', broken.length === 0);
    this.#draw();
  }

  get #offset(): number {
    return this.#data.start ?? 0;
  }

  readonly #clock = (t: number): string =>
    clockOf(t, this.#data.start, this.#span.to - this.#span.from < 20_000);

  #look(span: Span): void {
    this.#span = within(span, this.#data.horizon);
    this.#draw();
  }

  #draw(): void {
    const { demand, supplyMost, starting, stopping, beside } = this.#shown!;
    const { from, to } = this.#span;
    const offset = this.#offset;
    const top = (...all: readonly Steps[]): number =>
      HEADROOM * Math.max(1, ...all.map((steps) => greatestIn(steps, from, to)));
    const views = this.#views;
    for (const view of [views.supply, views.change])
      view.signal('from', offset + from).signal('to', offset + to);
    views.supply.signal('top', top(demand, supplyMost, ...(beside === undefined ? [] : [beside.supply])));
    views.change.signal('top', top(starting)).signal('bottom', -top(stopping));
    put(views.whole, 'window', [{ from: offset + from, until: offset + to }]);
    const whole = from === 0 && to === this.#data.horizon;
    element('window-said').textContent = whole
      ? 'Shown: the whole trace'
      : `Shown: ${this.#clock(from)} to ${this.#clock(to)}`;
    for (const id of ['zoom-out', 'zoom-whole', 'earlier', 'later'])
      element(id).toggleAttribute('disabled', whole);
    this.#run();
    this.#fillTable();
  }

  #run(): void {
    for (const view of Object.values(this.#views)) view.run();
  }

  #fillTable(): void {
    const place = element('table-time');
    if (this.#shown === undefined || place.closest('details')?.open !== true) return;
    fillTable(place, tableOver(this.#shown, this.#span, this.#clock));
  }

  #point(t: number | undefined): void {
    this.#cursor = t;
    const { supply, change } = this.#views;
    const { demand, supply: ready } = this.#shown!;
    const at = t === undefined ? [] : [{ t: this.#offset + t }];
    put(supply, 'cursor', at);
    put(change, 'cursor', at);
    const dots = at.flatMap((row) => [
      { ...row, v: valueAt(demand, t!), colour: 'var(--demand)' },
      { ...row, v: valueAt(ready, t!), colour: 'var(--chosen)' },
    ]);
    put(supply, 'points', dots);
    this.#run();
  }

  /** At a moment: beside the pointer, or where the moment is. */
  #tell(t: number, clientX?: number, clientY?: number): void {
    this.#point(t);
    const entries = readingAt(this.#shown!, t, this.#clock, this.#data.reasons);
    const box = this.#stage.getBoundingClientRect();
    const { supply } = this.#views;
    const x = (supply.scale('x') as (moment: number) => number)(this.#offset + t);
    showTip(entries, clientX ?? box.left + supply.origin()[0] + x, clientY ?? box.top + 24);
    this.#stage.setAttribute('aria-valuenow', String(Math.round(t)));
    const said = entries.map(([name, value]) => `${name} ${value}`.trim()).join(', ');
    this.#stage.setAttribute('aria-valuetext', said);
  }

  /** To the next change of any curve, and the window after it. */
  #step(direction: 1 | -1): void {
    const { demand, supply, starting, stopping } = this.#shown!;
    const { from, to } = this.#span;
    const at = this.#cursor ?? (direction === 1 ? from : to);
    const next = nextChange([demand, supply, starting, stopping], at, direction);
    if (next === undefined || next > this.#data.horizon) return;
    const half = (to - from) / 2;
    if (next < from || next > to) this.#look({ from: next - half, to: next + half });
    this.#tell(next);
  }

  /** To the next time the objective is broken, or from the last one to the first. */
  #nextBroken(): void {
    const episodes = episodesOf(this.#shown!.run.broken);
    const after = this.#cursor ?? -1;
    const next = episodes.find(({ from }) => from > after) ?? episodes[0];
    if (next === undefined) return;
    const length = next.to - next.from;
    this.#look({ from: next.from - 2 * length, to: next.to + 2 * length });
    this.#tell(next.from);
  }

  #zoom(factor: number, about = this.#cursor ?? (this.#span.from + this.#span.to) / 2): void {
    this.#look(zoomed(this.#span, factor, about, this.#data.horizon));
  }

  #bindKeys(): void {
    const { horizon } = this.#data;
    const zoomIn = (): void => this.#zoom(0.5);
    const zoomOut = (): void => this.#zoom(2);
    const whole = (): void => this.#look({ from: 0, to: horizon });
    const earlier = (): void => this.#look(moved(this.#span, -0.5, horizon));
    const later = (): void => this.#look(moved(this.#span, 0.5, horizon));
    const episode = (): void => this.#nextBroken();
    const buttons = { 'zoom-in': zoomIn, 'zoom-out': zoomOut, 'zoom-whole': whole, earlier, later, episode };
    for (const [id, act] of Object.entries(buttons)) element(id).addEventListener('click', act);
    onKeys(this.#stage, {
      ArrowLeft: () => this.#step(-1),
      ArrowRight: () => this.#step(1),
      'Shift+ArrowLeft': earlier,
      'Shift+ArrowRight': later,
      Home: () => this.#tell(this.#span.from),
      End: () => this.#tell(this.#span.to),
      '+': zoomIn,
      '=': zoomIn,
      '-': zoomOut,
      '0': whole,
      e: episode,
      Escape: hideTip,
    });
    this.#stage.addEventListener('blur', hideTip);
  }

  #bindPointer(name: 'supply' | 'change' | 'whole'): void {
    const view = this.#views[name];
    const target = element(`chart-${name}`);
    const { horizon } = this.#data;
    const whole = name === 'whole';
    onPointer(target, {
      momentAt: (clientX) => {
        const { invert } = view.scale('x') as { invert: (px: number) => Date | number };
        const px = clientX - target.getBoundingClientRect().left - view.origin()[0];
        return Math.min(horizon, Math.max(0, Number(invert(px)) - this.#offset));
      },
      picking: (span) => {
        if (span !== undefined) hideTip();
        const rows =
          span === undefined ? [] : [{ from: this.#offset + span[0], until: this.#offset + span[1] }];
        put(view, 'pick', rows);
        view.run();
      },
      picked: (from, to) => this.#look({ from, to }),
      doubleClick: () => this.#look({ from: 0, to: horizon }),
      wheel: (factor, t) => this.#zoom(factor, t),
      ...(whole
        ? {
            click: (t: number) => {
              const half = (this.#span.to - this.#span.from) / 2;
              this.#look({ from: t - half, to: t + half });
            },
          }
        : {
            hover: (t: number, x: number, y: number) => this.#tell(t, x, y),
            leave: () => {
              hideTip();
              this.#point(undefined);
            },
          }),
    });
  }
}
