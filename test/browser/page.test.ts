import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import anyTest from 'ava';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { CROWD, STEP } from '../campaign/world.ts';
import { pageOf } from '../../harness/page/page.ts';
import { madeOf } from '../page/world.ts';
import { chromiumPath, launched, opened } from './chromium.ts';

/** Needs a Chromium; named as skipped where there is none. */
const test = chromiumPath === undefined ? anyTest.serial.skip : anyTest.serial;

const folder = mkdtempSync(join(tmpdir(), 'browser-'));
/** A path that would be markup if it were not escaped. */
const trace = join(folder, `"<script>alert(1)<`, 'script>.csv');
const files = {
  lifecycle: join(folder, 'lifecycle.html'),
  load: join(folder, 'load.html'),
  policies: join(folder, 'policies.html'),
};
let browser: Browser | undefined;

anyTest.before(async () => {
  if (chromiumPath === undefined) return;
  mkdirSync(join(trace, '..'));
  writeFileSync(trace, CROWD);
  writeFileSync(files.lifecycle, (await madeOf({ trace, fixes: 'stock,parallel-boot,all' })).page);
  writeFileSync(trace, STEP);
  writeFileSync(files.load, (await madeOf({ trace, fixes: 'stock,local-scrub,all', seeds: '2' })).page);
  const several = { trace, fixes: 'stock,all', policy: 'hpa,last-value' };
  writeFileSync(files.policies, (await madeOf(several)).page);
  browser = await launched();
});

anyTest.after.always(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

const paths = (page: Page, chart: string): Promise<string> =>
  page.locator(`#${chart} svg`).evaluate((svg) => svg.outerHTML);
const paper = (page: Page): Promise<string> =>
  page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
/** Of the element that has the focus: its text, its value, or its id or name. */
const focused = (page: Page, what: 'text' | 'value' | 'id'): Promise<string> => {
  const one = 'document.activeElement';
  const asked = {
    text: `${one}.textContent`,
    value: `${one}.value`,
    id: `${one}.id || ${one}.getAttribute('name')`,
  };
  return page.evaluate<string>(asked[what]);
};
const shownWindow = (page: Page): Promise<string> => page.locator('#window-said').innerText();
const middleOf = async (page: Page, chart: string): Promise<{ x: number; y: number; width: number }> => {
  await page.locator(`#${chart}`).scrollIntoViewIfNeeded();
  const box = (await page.locator(`#${chart}`).boundingBox())!;
  return { x: box.x + box.width / 2, y: box.y + box.height / 2, width: box.width };
};

for (const [name, file] of Object.entries(files)) {
  test(`${name}: opens from disk, draws every chart, logs nothing and asks for nothing`, async (t) => {
    const { page, faults, close } = await opened(browser!, file);
    const charts = await page.locator('.chart').count();
    t.true(charts >= 8);
    t.is(await page.locator('.chart svg').count(), charts);
    t.is(await page.locator('.chart svg path').first().count(), 1);
    // everything that a hand can reach
    for (const radio of await page.locator('input[type=radio]').all()) await radio.check();
    for (const summary of await page.locator('summary').all()) await summary.click();
    for (const button of ['zoom-in', 'later', 'earlier', 'zoom-out'])
      await page.locator(`#${button}`).click();
    t.deepEqual(faults, []);
    t.deepEqual(faults, []);
    await close();
  });
}

test('a hover tells the moment: demand, ready, and the rest', async (t) => {
  const { page, faults, close } = await opened(browser!, files.load);
  t.true(await page.locator('#tip').isHidden());
  const { x, y } = await middleOf(page, 'chart-supply');
  await page.mouse.move(x, y);
  const tip = await page.locator('#tip').innerText();
  t.regex(tip, /^00:0\d:\d\d/);
  for (const word of ['demand', 'ready', 'starting', 'stopping', 'objective', 'decided at'])
    t.true(tip.includes(word), word);
  await page.mouse.move(x, 0);
  t.true(await page.locator('#tip').isHidden());
  await page.locator('#chart-cost .mark-rect path').first().hover();
  t.true((await page.locator('#tip').innerText()).includes('VM-hours'));
  t.deepEqual(faults, []);
  await close();
});

test('a drag narrows the window, a double click shows the whole again', async (t) => {
  const { page, faults, close } = await opened(browser!, files.load);
  t.is(await shownWindow(page), 'Shown: the whole trace');
  const before = await paths(page, 'chart-supply');
  const { x, y, width } = await middleOf(page, 'chart-supply');
  await page.mouse.move(x - width / 8, y);
  await page.mouse.down();
  await page.mouse.move(x, y, { steps: 4 });
  await page.mouse.move(x + width / 8, y, { steps: 4 });
  await page.mouse.up();
  t.regex(await shownWindow(page), /^Shown: 00:03:\d\d to 00:06:\d\d$/);
  t.not(await paths(page, 'chart-supply'), before);
  await page.mouse.dblclick(x, y);
  t.is(await shownWindow(page), 'Shown: the whole trace');
  t.deepEqual(faults, []);
  await close();
});

test('another variant changes the charts, the words and the marked rows', async (t) => {
  const { page, faults, close } = await opened(browser!, files.lifecycle);
  const [supply, steps] = [await paths(page, 'chart-supply'), await paths(page, 'chart-steps-creation')];
  t.regex(await page.locator('#run-said').innerText(), /^stock: the objective was broken/);
  await page.getByRole('radio', { name: 'parallel-boot' }).check();
  t.not(await paths(page, 'chart-supply'), supply);
  t.not(await paths(page, 'chart-steps-creation'), steps);
  t.regex(await page.locator('#run-said').innerText(), /^parallel-boot: /);
  t.is(await page.locator('h2 [data-chosen]').innerText(), 'parallel-boot');
  t.deepEqual(
    await page
      .locator('tr[data-on]')
      .evaluateAll((rows) => [...new Set(rows.map((row) => row.getAttribute('data-variant')))]),
    ['parallel-boot'],
  );
  const alone = await paths(page, 'chart-supply');
  await page.getByLabel('beside it').selectOption('');
  t.not(await paths(page, 'chart-supply'), alone);
  t.deepEqual(faults, []);
  await close();
});

test('another policy changes the charts and the words', async (t) => {
  const { page, faults, close } = await opened(browser!, files.policies);
  const [supply, cost] = [await paths(page, 'chart-supply'), await paths(page, 'chart-cost')];
  // the page opens with the policy that the verdict is about
  t.is(await page.getByLabel('policy').inputValue(), 'last-value');
  await page.getByLabel('policy').selectOption('hpa');
  t.not(await paths(page, 'chart-supply'), supply);
  t.not(await paths(page, 'chart-cost'), cost);
  t.is(await page.locator('h2 [data-chosen]').innerText(), 'hpa, stock');
  t.deepEqual(faults, []);
  await close();
});

test('of an interrupted run only the ideal host, of many policies each by name, of one variant nothing beside it', async (t) => {
  const odd = join(folder, 'odd.html');
  const open = async (made: string, use: (page: Page) => Promise<void>): Promise<void> => {
    writeFileSync(odd, made);
    const { page, faults, close } = await opened(browser!, odd);
    for (const radio of await page.locator('input[type=radio]').all()) await radio.check();
    await page.locator('#chart-supply').focus();
    for (const key of ['ArrowRight', 'e', '+', '0']) await page.keyboard.press(key);
    await use(page);
    t.deepEqual(faults, []);
    await close();
  };
  writeFileSync(trace, STEP);
  const { document, replays } = await madeOf({ trace, fixes: 'stock', policy: 'hpa,kpa' });
  const isLeft = ({ policy, name }: { policy: string; name: string }): boolean =>
    policy === 'hpa' && name === 'ideal';
  const partial = {
    ...document,
    partial: { replaysDone: 7, replaysPlanned: 10 },
    variants: document.variants.filter(isLeft),
  };
  const left = replays.filter(({ policy, variant: name }) => isLeft({ policy, name }));
  await open(await pageOf(partial, left), async (page) => {
    t.regex(await page.locator('.alert').first().innerText(), /covers only the 7 of 10 replays/);
    t.is(await page.locator('.swatch').count(), 1);
  });
  await open((await madeOf({ trace, fixes: 'stock', policy: 'all' })).page, async (page) => {
    t.true((await page.locator('select[name=policy] option').count()) > 15);
    await page.getByLabel('policy').selectOption('erlang-c');
    t.is(await page.locator('h2 [data-chosen]').innerText(), 'erlang-c, ideal');
    // more policies than shapes: no shape stands for two of them
    t.is(await page.locator('.pair .legend [aria-hidden]').count(), 0);
    t.true(await page.locator('#beside-key').isHidden());
  });
});

test('by keyboard alone: skip, switch, move the cursor, zoom, and hear it', async (t) => {
  const { page, faults, close } = await opened(browser!, files.load);
  await page.keyboard.press('Tab');
  t.is(await focused(page, 'text'), 'Skip to the figures');
  await page.keyboard.press('Tab');
  t.is(await focused(page, 'value'), 'stock');
  await page.keyboard.press('ArrowRight');
  t.is(await page.locator('h2 [data-chosen]').innerText(), 'local-scrub');
  const order: string[] = [];
  for (let i = 0; i < 5; i += 1) {
    await page.keyboard.press('Tab');
    order.push(await focused(page, 'id'));
  }
  t.is(order[0], 'beside');
  t.is(order[1], 'zoom-in'); // those that can do nothing yet are passed over
  t.true(order.includes('chart-supply'));
  await page.locator('#chart-supply').focus();
  const slider = page.getByRole('slider');
  await page.keyboard.press('ArrowRight');
  t.regex((await slider.getAttribute('aria-valuetext'))!, /^00:\d\d:\d\d.*, demand \d+, ready \d+/);
  const first = Number(await slider.getAttribute('aria-valuenow'));
  await page.keyboard.press('ArrowRight');
  const second = Number(await slider.getAttribute('aria-valuenow'));
  t.true(second > first);
  await page.keyboard.press('ArrowLeft');
  t.is(Number(await slider.getAttribute('aria-valuenow')), first);
  await page.keyboard.press('+');
  t.regex(await shownWindow(page), /^Shown: 00/);
  await page.keyboard.press('e');
  t.true((await slider.getAttribute('aria-valuetext'))!.includes('objective broken'));
  await page.keyboard.press('0');
  t.is(await shownWindow(page), 'Shown: the whole trace');
  t.deepEqual(faults, []);
  await close();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`${colorScheme}: no fault that axe finds, contrast among them`, async (t) => {
    // the page allows no script but its own; the instrument is let in
    const { page, faults, close } = await opened(browser!, files.load, { colorScheme, bypassCSP: true });
    for (const summary of await page.locator('summary').all()) await summary.click();
    await page.evaluate(axe.source);
    const found = await page.evaluate(async () => {
      const { axe: instrument } = globalThis as unknown as {
        axe: {
          run: () => Promise<{
            violations: { id: string; nodes: { target: string[]; failureSummary: string }[] }[];
          }>;
        };
      };
      const { violations } = await instrument.run();
      return violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary}`),
      );
    });
    t.deepEqual(found, []);
    t.is(await paper(page), colorScheme === 'dark' ? 'rgb(16, 19, 23)' : 'rgb(250, 250, 247)');
    t.deepEqual(faults, []);
    await close();
  });
}

test('no sideways scroll: narrow, wide, and at 200 % of a small window', async (t) => {
  const { page, faults, close } = await opened(browser!, files.policies);
  for (const width of [320, 390, 640, 1200, 1920]) {
    await page.setViewportSize({ width, height: 700 });
    await page.waitForFunction("document.querySelector('#chart-supply svg').clientWidth <= innerWidth");
    const excess = await page.evaluate<number>(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    t.is(excess, 0, `${width} px`);
  }
  t.deepEqual(faults, []);
  await close();
});

test('on paper: the charts are there in the colours of paper, what only a screen can do is not', async (t) => {
  const { page, faults, close } = await opened(browser!, files.lifecycle, { colorScheme: 'dark' });
  await page.emulateMedia({ media: 'print' });
  t.is(await paper(page), 'rgb(255, 255, 255)');
  t.true(await page.locator('#zoom-in').isHidden());
  t.true(await page.locator('#chart-supply svg').isVisible());
  const pdf = await page.pdf({ format: 'A4' });
  t.is(pdf.subarray(0, 5).toString(), '%PDF-');
  t.deepEqual(faults, []);
  await close();
});
