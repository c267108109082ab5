/**
 * A real Chromium for tests: CHROMIUM_PATH or the usual places; where there is none, the tests that need it are skipped by name.
 *
 * Pages are opened from disk. What a page logs as a fault, and every request beyond itself, is kept.
 */
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

const places = [
  process.env['CHROMIUM_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

export const chromiumPath: string | undefined = places.find(
  (place) => place !== undefined && place !== '' && existsSync(place),
);

/** No sandbox, since a container's root has none; and none of the browser's own errands on the network. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** ms; a test that waits so long is broken, not slow. */
const PATIENCE = 180_000;

export const launched = async (): Promise<Browser> => {
  const { chromium } = await import('playwright-core');
  return chromium.launch({ executablePath: chromiumPath!, args: ARGUMENTS, timeout: PATIENCE });
};

export interface Opened {
  readonly page: Page;
  /** Errors and warnings of the console, exceptions, and requests for anything but the file itself. */
  readonly faults: readonly string[];
  readonly close: () => Promise<void>;
}

/** Opens a file and waits until its script has drawn. */
export const opened = async (
  browser: Browser,
  file: string,
  options: BrowserContextOptions = {},
): Promise<Opened> => {
  const context = await browser.newContext({ viewport: { width: 1200, height: 800 }, ...options });
  // a machine that is busy with other tests may take its time
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  const faults: string[] = [];
  const url = pathToFileURL(file).href;
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      faults.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (fault) => faults.push(`exception: ${fault.message}`));
  page.on('request', (request) => {
    if (request.url() !== url) faults.push(`request: ${request.url()}`);
  });
  await page.goto(url);
  await page.locator('html[data-drawn]').waitFor();
  return { page, faults, close: () => context.close() };
};
