/** Places in columns: one that was given back is taken again before a new one. */
import { fc, testProp } from '@fast-check/ava';
import { Places } from '../../model/kernel/places.ts';

testProp(
  'nobody has the place of another, and there are no more than were taken at once',
  [fc.array(fc.nat(9))],
  (t, acts) => {
    const places = new Places();
    const taken: number[] = [];
    let most = 0;
    t.is(places.size, 0);
    for (const act of acts) {
      if (act < 5 || taken.length === 0) {
        const place = places.take();
        t.false(taken.includes(place));
        t.true(place < places.size);
        taken.push(place);
      } else places.give(taken.splice(act % taken.length, 1)[0]!);
      most = Math.max(most, taken.length);
      t.is(places.size, most);
    }
  },
);
