/**
 * The page's script: reads the data beside it, draws the charts, and shows what is chosen.
 *
 * Left out: every number and word that does not change; they are in the page itself.
 */
import { chartsOf } from './charts.ts';
import type { PackedRun, PageData } from './data.ts';
import { Timeline } from './timeline.ts';
import { element } from './views.ts';

const data = JSON.parse(element('data').textContent) as PageData;
const timeline = new Timeline(data);
const showCharts = chartsOf(data);

/** The value of a radio group, a select, or a hidden input of the switch. */
const chosenIn = (name: string): string => {
  const value = new FormData(element('switch') as HTMLFormElement).get(name);
  return typeof value === 'string' ? value : '';
};

const runOf = (policy: string, variant: string): PackedRun | undefined =>
  data.runs.find((run) => run.policy === policy && run.variant === variant);

const show = (): void => {
  const policy = chosenIn('policy');
  const variant = chosenIn('variant');
  const run = runOf(policy, variant);
  if (run === undefined) return;
  const beside = chosenIn('beside');
  timeline.show(run, beside === variant ? undefined : runOf(policy, beside));
  showCharts({ policy, variant, label: run.label });
  element('run-said').textContent = run.said;
  for (const place of document.querySelectorAll('[data-chosen]')) place.textContent = run.name;
  for (const row of document.querySelectorAll<HTMLElement>('tr[data-variant]')) {
    row.toggleAttribute('data-on', row.dataset['variant'] === variant && row.dataset['policy'] === policy);
  }
};

element('switch').addEventListener('change', show);
element('switch').addEventListener('submit', (event) => event.preventDefault());

const copy = element('copy');
copy.hidden = false;
copy.addEventListener('click', () => {
  const line = element('again');
  const done = (): void => {
    copy.textContent = 'Copied';
  };
  // where the browser keeps the clipboard to itself, the line is selected instead
  const select = (): void => getSelection()?.selectAllChildren(line);
  if (!('clipboard' in navigator)) select();
  else navigator.clipboard.writeText(line.textContent).then(done, select);
});

show();
document.documentElement.dataset['drawn'] = 'yes';
