import { Resvg } from '@resvg/resvg-js';
import test from 'ava';
import { families } from '../../harness/figures/catalog.ts';
import { oneTwoFive } from '../../harness/figures/curves.ts';
import { banded, type Drawing, type Figure } from '../../harness/figures/figure.ts';
import { csvOf } from '../../harness/figures/files.ts';
import { svgOf } from '../../harness/figures/render.ts';
import { unwatched } from '../../harness/work/pieces.ts';
import { profileNamed } from '../../model/host/profile.ts';

const drawing: Drawing = {
  profile: profileNamed('xen-4.8'),
  seeds: [1, 2],
  quick: true,
  draws: 2,
  within: unwatched,
  told: () => undefined,
  signal: undefined,
};

const drawn = (name: string): Promise<Figure | undefined> =>
  Promise.resolve(families.find((family) => family.name === name)!.draw(drawing));

for (const { name } of families) {
  test(`draws ${name}: the same bytes each time, an image that is not empty, and its data`, async (t) => {
    const figure = await drawn(name);
    if (figure === undefined) {
      t.is(name, 'traces-real');
      t.log('no real traces beside the repository');
      return;
    }
    const svg = await svgOf(figure);
    const other = await svgOf((await drawn('destroy-remote'))!);
    t.is(await svgOf((await drawn(name))!), svg);
    t.is(svg === other, name === 'destroy-remote');
    t.notRegex(svg, /NaN|undefined|Infinity/);
    t.true(svg.length < 200_000, `${svg.length} bytes`);
    const image = new Resvg(svg).render();
    t.true(image.width > 500 && image.height > 200);
    // some ink of the marks, which are not grey
    const { pixels } = image;
    let coloured = 0;
    for (let i = 0; i < pixels.length; i += 4) {
      if (Math.abs(pixels[i]! - pixels[i + 2]!) > 60) coloured += 1;
    }
    t.true(coloured > 300, `${coloured} coloured pixels`);
    t.true(svg.includes(figure.title));
    t.true(figure.rows.length > 3);
    for (const row of figure.rows) {
      for (const value of Object.values(row)) t.false(typeof value === 'number' && !Number.isFinite(value));
    }
  });
}

test('figures of one name only: names are unlike, and the data of a figure is named as it is', (t) => {
  const names = families.map(({ name }) => name);
  t.is(new Set(names).size, names.length);
});

test('an axis in decades has 1, 2 and 5 in each, and holds what is drawn', (t) => {
  t.deepEqual(oneTwoFive(0.3, 12), [0.2, 0.5, 1, 2, 5, 10, 20]);
  t.deepEqual(oneTwoFive(1, 10), [1, 2, 5, 10]);
});

test('a band is the 95 % interval of the mean; one seed has none, and a time never goes below 0', (t) => {
  // t = 4.302653 with 2 degrees of freedom, s = 1, n = 3
  t.deepEqual(banded([9, 10, 11]), { mean: 10, low: 7.51586, high: 12.4841 });
  t.deepEqual(banded([4]), { mean: 4, low: 4, high: 4 });
  t.true(banded([1, 9]).low > 0);
});

test('data: columns of all rows, an empty cell where there is no value, quotes where they are needed', (t) => {
  t.is(
    csvOf([
      { a: 1, b: 'x' },
      { a: null, b: 'y, "z"' },
    ]),
    'a,b\n1,x\n,"y, ""z"""\n',
  );
});
