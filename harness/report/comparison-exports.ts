/**
 * A comparison for machines and for pull requests: Markdown, JUnit, and the JSON that benchmark-action reads.
 *
 * Names come from traces and paths of the user's, so each form escapes them. Left out: where they are written.
 */
import type { Comparison, ComparisonRow } from '../compare/comparison.ts';
import { asideOf, changeOf, lastLine, valueOf } from './comparison-text.ts';

/** By it a workflow finds the one comment that it edits. */
export const COMMENT_MARKER = '<!-- xenreplay-comparison -->';

const MARKS = { regressed: '🔴', undecided: '⚪', improved: '🟢', unchanged: '' } as const;

export const comparisonMarkdown = (comparison: Comparison): string => {
  const { rows, changed, base, head } = comparison;
  const told = rows.filter(({ verdict, kind }) => verdict !== 'unchanged' || kind === 'measured');
  const quiet = rows.filter((row) => !told.includes(row));
  return [
    COMMENT_MARKER,
    `### xenreplay: ${comparison.failed > 0 ? 'regressed' : 'no regression'}`,
    '',
    `${lastLine(comparison)}. Base \`${code(base.commit ?? base.path)}\`, head \`${code(head.commit ?? head.path)}\`.`,
    '',
    ...(told.length === 0 ? [] : markdownTable(told)),
    ...(changed.length === 0
      ? []
      : [
          'What differs beside the results: ' +
            changed
              .map(({ field, base: was, head: is }) => `${cell(field)} ${cell(was)} → ${cell(is)}`)
              .join('; '),
          '',
        ]),
    ...(quiet.length === 0
      ? []
      : [
          `<details><summary>${quiet.length} unchanged</summary>`,
          '',
          ...markdownTable(quiet),
          '</details>',
          '',
        ]),
  ].join('\n');
};

const markdownTable = (rows: readonly ComparisonRow[]): string[] => [
  '| subject | metric | base | head | change | verdict | |',
  '| --- | --- | ---: | ---: | ---: | --- | --- |',
  ...rows.map(
    (row) =>
      `| ${cell(row.subject)} | \`${code(row.metric)}\` | ${valueOf(row.base, row)} | ${valueOf(row.head, row)} | ${changeOf(row)} | ` +
      `${MARKS[row.verdict]} ${row.verdict} | ${cell(asideOf(row))} |`,
  ),
  '',
];

const cell = (value: unknown): string =>
  (typeof value === 'string' ? value : JSON.stringify(value))
    .replaceAll(/[\r\n]+/g, ' ')
    .replaceAll(/[\\`*_{}[\]<>#|~]/g, (sign) => `\\${sign}`);
const code = (text: string): string => text.replaceAll(/[`|\r\n]/g, ' ');

/** A test case per metric: a gated regression is a failure, an undecided one is skipped with its reason. */
export const comparisonJunit = ({ rows, failed, tally }: Comparison): string => {
  const cases = rows.map((row) => {
    const open = `  <testcase classname="${xml(`xenreplay.${row.subject}`)}" name="${xml(row.metric)}"`;
    const said = xml(`${valueOf(row.base, row)} to ${valueOf(row.head, row)}, ${changeOf(row)}`);
    const aside = asideOf(row);
    const text = aside === '' ? said : `${said}; ${xml(aside)}`;
    if (row.verdict === 'regressed' && row.gated)
      return `${open}>\n    <failure message="${text}"/>\n  </testcase>`;
    if (row.verdict === 'undecided') return `${open}>\n    <skipped message="${text}"/>\n  </testcase>`;
    return `${open}/>`;
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuite name="xenreplay compare" tests="${rows.length}" failures="${failed}" errors="0" skipped="${tally.undecided}">`,
    ...cases,
    '</testsuite>',
    '',
  ].join('\n');
};

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Characters that XML 1.0 has no form for are left out. */
const xml = (text: string): string =>
  text
    .replaceAll(/[&<>"]/g, (sign) => ENTITIES[sign]!)
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '');

/**
 * The values of the head, as github-action-benchmark's custom tools read them.
 *
 * @param better  one list per direction: `customSmallerIsBetter` and `customBiggerIsBetter` are two tools
 */
export const benchmarkAction = ({ rows }: Comparison, better: ComparisonRow['better']): string => {
  const entries = rows
    .filter((row) => row.better === better && row.head !== null)
    .map((row) => ({
      name: `${row.subject}: ${row.metric}`,
      unit: row.unit,
      value: row.head,
      extra: `base ${valueOf(row.base, row)}; ${row.verdict}; ${changeOf(row)}`,
    }));
  return `${JSON.stringify(entries, null, 2)}\n`;
};
