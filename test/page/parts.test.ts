import { Script } from 'node:vm';
import test from 'ava';
import { escaped, html, jsonInScript } from '../../harness/page/html.ts';
import { scriptsOf } from '../../harness/page/bundle.ts';
import { looksOf } from '../../harness/page/charts/look.ts';
import { distributionOf } from '../../harness/page/charts/distribution.ts';
import { clockOf } from '../../harness/page/browser/clock.ts';
import {
  greatestIn,
  leastIn,
  nextChange,
  stepRows,
  unpacked,
  valueAt,
} from '../../harness/page/browser/steps.ts';
import { moved, within, zoomed } from '../../harness/page/browser/zoom.ts';
import { rowsFor } from '../../harness/page/browser/charts.ts';

test('a string in a template is text; markup is only what came out of a template', (t) => {
  t.is(escaped(`<a href="x" title='y'>&\u0007`), '&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;\uFFFD');
  t.is(html`<b>${'<i>'}</b>`.text, '<b>&lt;i&gt;</b>');
  t.is(html`${html`<i>${1}</i>`}${[html`a`, '<']}${undefined}`.text, '<i>1</i>a&lt;');
});

test('data in a script cannot end it', (t) => {
  const text = jsonInScript({ a: '</script><!--', b: '\u2028' });
  t.false(text.includes('<'));
  t.deepEqual(JSON.parse(text), { a: '</script><!--', b: '\u2028' });
});

test('the scripts are two, parse, compile nothing at run time, and name no address that loads', async (t) => {
  const [vega, own] = await scriptsOf();
  for (const script of [vega!, own!]) {
    // parsed, not run
    t.notThrows(() => new Script(script));
    t.false(/<\/script/i.test(script));
  }
  t.false(/\bimport\b|\bexport\b|\beval\(|new Function|https?:|innerHTML|document\.write/.test(own!));
});

const steps = unpacked({ t: [0, 10, 20], v: [1, 5, 2] }); // at 0, 10 and 30

test('a step function holds its value from one change to the next, and is 0 before the first', (t) => {
  t.deepEqual(
    [-1, 0, 9, 10, 29, 30, 99].map((at) => valueAt(steps, at)),
    [0, 1, 1, 5, 5, 2, 2],
  );
  t.is(greatestIn(steps, 0, 9), 1);
  t.is(greatestIn(steps, 5, 40), 5);
  t.is(leastIn(steps, 5, 40), 1);
  t.is(leastIn(steps, 12, 29), 5);
});

test('the next change, forward and backward, of several curves', (t) => {
  const other = unpacked({ t: [4, 21], v: [1, 2] }); // at 4 and 25
  t.is(nextChange([steps, other], 0, 1), 4);
  t.is(nextChange([steps, other], 10, 1), 25);
  t.is(nextChange([steps, other], 10, -1), 4);
  t.is(nextChange([steps, other], 30, 1), undefined);
  t.is(nextChange([steps, other], 0, -1), undefined);
});

test('rows of a curve end where the trace ends; none of an empty one', (t) => {
  t.deepEqual(stepRows(steps, 1000, 50, -1), [
    { t: 1000, v: -1 },
    { t: 1010, v: -5 },
    { t: 1030, v: -2 },
    { t: 1050, v: -2 },
  ]);
  t.deepEqual(stepRows(unpacked({ t: [], v: [] }), 0, 50), []);
});

test('a window stays within the whole, and what it zooms about stays where it is', (t) => {
  t.deepEqual(within({ from: -50, to: 50 }, 1000), { from: 0, to: 100 });
  t.deepEqual(within({ from: 950, to: 1050 }, 1000), { from: 900, to: 1000 });
  t.deepEqual(within({ from: -10, to: 5000 }, 1000), { from: 0, to: 1000 });
  t.deepEqual(zoomed({ from: 0, to: 1000 }, 0.5, 250, 1000), { from: 125, to: 625 });
  t.deepEqual(zoomed({ from: 125, to: 625 }, 2, 250, 1000), { from: 0, to: 1000 });
  t.deepEqual(moved({ from: 100, to: 200 }, 0.5, 1000), { from: 150, to: 250 });
  t.deepEqual(moved({ from: 900, to: 1000 }, 0.5, 1000), { from: 900, to: 1000 });
  const narrow = zoomed({ from: 100, to: 120 }, 0.1, 110, 1000);
  t.is(narrow.to - narrow.from, 20);
});

test('a moment is a clock since the start, or a date where there is one', (t) => {
  t.is(clockOf(6_286_250, null, false), '01:44:46');
  t.is(clockOf(6_286_250, null, true), '01:44:46.250');
  t.is(clockOf(180_000_000, null, false), '2 d 02:00:00');
  t.is(clockOf(1000, Date.UTC(2017, 3, 1), false), '2017-04-01 00:00:01');
  t.is(clockOf(1500, Date.UTC(2017, 3, 1), true), '2017-04-01 00:00:01.500');
});

test('every duration is a step until there are too many, and the longest is always there', (t) => {
  const few = distributionOf(Float64Array.of(3e6, 1e6, 2e6, 2e6), 10);
  t.deepEqual(few, { seconds: [1, 2, 2, 3], share: [0.25, 0.5, 0.75, 1] });
  const many = distributionOf(
    Float64Array.from({ length: 1000 }, (_, i) => (i + 1) * 1e6),
    10,
  );
  t.is(many.seconds.length, 10);
  t.deepEqual([many.seconds[0], many.seconds[9], many.share[0], many.share[9]], [100, 1000, 0.1, 1]);
  t.deepEqual(distributionOf(new Float64Array(), 10), { seconds: [], share: [] });
});

test('two variants never look the same, and those of the figures look as there', (t) => {
  const names = ['stock', 'parallel-boot', 'xenstore-cache', 'local-scrub', 'all', 'ideal'];
  const more = Array.from({ length: 20 }, (_, i) => `variant-${i}`);
  const looks = [...looksOf([...names, ...more]).values()].map((look) => JSON.stringify(look));
  t.is(new Set(looks).size, looks.length);
});

test('rows of a chart follow the choice', (t) => {
  const data = {
    shared: ['policy', 'variant'],
    columns: ['x'],
    groups: [
      { shared: ['hpa', 'stock'], rows: [[1], [2]] },
      { shared: ['hpa', 'all'], rows: [[3]] },
      { shared: ['kpa', 'stock'], rows: [[4]] },
    ],
  };
  const shown = (by: 'run' | 'policy' | 'all', policy: string, variant: string): unknown[] =>
    rowsFor({ by, ...data }, { policy, variant }).map(({ x }) => x);
  t.deepEqual(shown('run', 'hpa', 'stock'), [1, 2]);
  t.deepEqual(shown('policy', 'hpa', 'stock'), [1, 2, 3]);
  t.deepEqual(shown('all', 'hpa', 'stock'), [1, 2, 3, 4]);
});
