/**
 * `report.html`: one run as one page that opens from disk, with its charts, tables and scripts inside.
 *
 * A function of the result document and its replays, so the page is the same bytes each time. It may load
 * nothing: its policy allows the two scripts whose hashes it names and its own style, and no address at all. Left out: other
 * runs; `compare` judges two.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { ResultDocument } from '../result/document.ts';
import { assumedSection } from './assumed-section.ts';
import { scriptsOf } from './bundle.ts';
import { looksOf } from './charts/look.ts';
import { costSection } from './cost-section.ts';
import { dissectionSection } from './dissection-section.ts';
import { distributionSection } from './distribution-section.ts';
import { html, jsonInScript, verbatim } from './html.ts';
import { variantNames } from './names.ts';
import { pageData } from './page-data.ts';
import type { Replayed } from '../campaign/assembly.ts';
import { runSection } from './run-section.ts';
import { switchBar } from './switch-bar.ts';
import { numbersSection } from './numbers-section.ts';
import { timelineSection } from './timeline-section.ts';
import { titleOf, verdictSection } from './verdict-section.ts';

/** From `dist/harness/page/` to the source. */
const sheet = new URL('../../../harness/page/page.css', import.meta.url);

const sha256 = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** @param replays  one at least, in the order of the document's variants */
export const pageOf = async (document: ResultDocument, replays: readonly Replayed[]): Promise<string> => {
  const [scripts, style, data] = await Promise.all([
    scriptsOf(),
    readFile(sheet, 'utf8'),
    pageData(document, replays),
  ]);
  const rules = [
    "default-src 'none'",
    `script-src ${scripts.map(sha256).join(' ')}`,
    "style-src 'unsafe-inline'",
    "base-uri 'none'",
    "form-action 'none'",
  ];
  const looks = looksOf(variantNames(document));
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${rules.join('; ')}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${titleOf(document)}</title>
        ${verbatim('style', style)}
      </head>
      <body>
        <a class="skip" href="#main">Skip to the figures</a>
        ${verdictSection(document)} ${switchBar(document, looks)}
        <main id="main">
          <noscript
            ><p class="alert">
              The figures need the page's own script; the tables below hold the same numbers.
            </p></noscript
          >
          ${timelineSection(document, data.horizon)} ${dissectionSection(document)}
          ${distributionSection(document, replays)} ${costSection(document)} ${runSection(document)}
          ${assumedSection(document)} ${numbersSection(document)}
          <section aria-labelledby="again-title">
            <h2 id="again-title">Make it again</h2>
            <p>The same version, trace and line give the same page, byte by byte, on any machine.</p>
            <pre><code id="again">${document.again}</code></pre>
            <button type="button" id="copy" hidden>Copy the line</button>
          </section>
        </main>
        <footer>
          <p>
            Simulated, not measured: a model of one control plane, with the parameters above. Trace
            ${document.trace.path}, sha256 <code>${document.trace.sha256}</code>.
          </p>
        </footer>
        <dl id="tip" hidden aria-hidden="true"></dl>
        ${verbatim('script type="application/json" id="data"', jsonInScript(data))}
        ${scripts.map((script) => verbatim('script', script))}
      </body>
    </html> `.text;
};
