/**
 * Laws are tried on the same random cases each time, so that a run says something about the code and not about luck.
 *
 * XENREPLAY_TEST_SEED=random looks for new ones. Loaded before every test file.
 */
import { fc } from '@fast-check/ava';

const SEED = 2017;

if (process.env['XENREPLAY_TEST_SEED'] !== 'random')
  fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: SEED });
