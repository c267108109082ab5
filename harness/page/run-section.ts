/**
 * What was run: trace, host, policies, objective, choices; with warnings where there are any.
 *
 * Left out: the line that makes it again, which stands at the end of the page.
 */
import { ingestFacts } from '../report/ingest-report.ts';
import { policyText } from '../report/replay-report.ts';
import { counted } from '../report/text.ts';
import type { ResultDocument } from '../result/document.ts';
import { html, type Html } from './html.ts';
import { objectiveSaid } from './names.ts';

export const runSection = (document: ResultDocument): Html => {
  const { trace, host, guest, policies, seeds, workload, version, commit } = document;
  const kind = trace.ingest.domains === undefined ? 'load' : 'lifecycle';
  const assumed = host.parameters.filter(({ source }) => source.kind === 'assumed').length;
  const facts: readonly (readonly [string, string])[] = [
    ...ingestFacts({ ...trace.ingest, path: trace.path, sha256: trace.sha256 }, kind),
    ['host', `${host.name}; ${counted(host.parameters.length, 'parameter')}, ${assumed} of them assumed`],
    ['guest', guest],
    ...policies.map((policy): readonly [string, string] => ['policy', policyText(policy)]),
    ['objective', objectiveSaid(document)],
    [
      seeds.length === 1 ? 'seed' : 'seeds',
      seeds.length === 1 ? String(seeds[0]) : `${seeds[0]!} to ${seeds.at(-1)!}`,
    ],
    ['xenreplay', `version ${version}${commit === null ? '' : `, commit ${commit}`}`],
  ];
  const warnings = [...new Set([...trace.ingest.warnings, ...document.warnings])];
  return html` <section aria-labelledby="run-title">
    <h2 id="run-title">What was run</h2>
    <dl class="facts">
      ${facts.map(
        ([name, text]) =>
          html`<dt>${name}</dt>
            <dd>${text}</dd> `,
      )}
    </dl>
    <details>
      <summary>Every choice that changes results</summary>
      <dl class="facts">
        ${Object.entries({ ...trace.ingest.choices, ...workload.options }).map(
          ([name, value]) =>
            html`<dt>${name.replaceAll('_', ' ')}</dt>
              <dd>${String(value)}</dd> `,
        )}
      </dl>
    </details>
    ${
      warnings.length === 0
        ? ''
        : html`<div class="alert" role="note">
            <h3>Warnings</h3>
            <ul>
              ${warnings.map((text) => html`<li>${text}</li>`)}
            </ul>
          </div>`
    }
  </section>`;
};
