/** The workflow that a user copies: its own steps are run, on two copies of this checkout, with a stand-in for GitHub. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { parse } from 'yaml';

interface Step {
  readonly uses?: string;
  readonly name?: string;
  readonly run?: string;
}

const workflow = parse(readFileSync('docs/github-action.yml', 'utf8')) as {
  readonly env: Readonly<Record<string, string | number>>;
  readonly jobs: { readonly compare: { readonly steps: readonly Step[] } };
};
const { steps } = workflow.jobs.compare;

const folder = mkdtempSync(join(tmpdir(), 'xenreplay-workflow-'));
test.after.always(() => rmSync(folder, { recursive: true, force: true }));

const executable = (path: string, text: string): void => {
  writeFileSync(path, `#!/usr/bin/env bash\n${text}\n`);
  chmodSync(path, 0o755);
};

/** What checkout and install would have left: a built tree with its packages. */
const checkout = (side: string): void => {
  mkdirSync(join(folder, side));
  for (const part of ['package.json', 'dist', 'harness', 'traces'])
    cpSync(part, join(folder, side, part), { recursive: true });
  symlinkSync(join(process.cwd(), 'node_modules'), join(folder, side, 'node_modules'));
};

/** Runs every `run` of the workflow as the runner does: bash -e, and the variables that a step leaves to the next. */
const runSteps = (environment: Readonly<Record<string, string>>): { failed?: string; text: string } => {
  const left = join(folder, 'github-env');
  writeFileSync(left, '');
  let text = '';
  for (const { run, name } of steps) {
    if (run === undefined) continue;
    const kept = Object.fromEntries(
      readFileSync(left, 'utf8')
        .split('\n')
        .filter((line) => line.includes('='))
        .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    );
    const { status, stdout, stderr } = spawnSync('bash', ['-eo', 'pipefail', '-c', run], {
      cwd: folder,
      encoding: 'utf8',
      env: {
        ...process.env,
        ...environment,
        ...kept,
        PATH: `${join(folder, 'bin')}:${process.env['PATH']}`,
        GITHUB_ENV: left,
        GITHUB_REPOSITORY: 'someone/xenreplay',
        PULL_REQUEST: '7',
        NO_COLOR: '1',
      },
    });
    text += `== ${name}\n${stdout}${stderr}`;
    if (status !== 0) return { failed: name!, text };
  }
  return { text };
};

test.serial(
  'the steps of the workflow pass on an unchanged tree and fail at the gate on a changed model',
  (t) => {
    mkdirSync(join(folder, 'bin'));
    // the packages are there, and the trees are built: installing and building are stood in for
    executable(
      join(folder, 'bin', 'npm'),
      `case "$*" in ci*|'run build'*) exit 0;; esac
while [ $# -gt 0 ]; do case "$1" in run|-s) shift;; *) break;; esac; done
command=$1; shift; [ "$1" = -- ] && shift
exec node dist/harness/cli/main.js "$command" "$@"`,
    );
    executable(
      join(folder, 'bin', 'gh'),
      `echo "$*" >> "${folder}/gh.log"
case "$*" in *--jq*) cat "${folder}/comment-id" 2>/dev/null || true;; *) cp out/comment.md "${folder}/posted.md";; esac`,
    );
    for (const side of ['base', 'head']) checkout(side);
    const quick = { TRACES: 'traces/samples/burst.csv', ROUNDS: '1' };

    const same = runSteps(quick);
    t.is(same.failed, undefined, same.text);
    t.regex(
      readFileSync(join(folder, 'gh.log'), 'utf8'),
      /--method POST repos\/someone\/xenreplay\/issues\/7\/comments/,
    );
    const comment = readFileSync(join(folder, 'posted.md'), 'utf8');
    t.true(comment.startsWith('<!-- xenreplay-comparison -->\n### xenreplay: no regression'), comment);

    // one parameter of the model, and the comment is there already
    const parameters = join(folder, 'head/dist/model/host/parameters/toolstack.js');
    const before = readFileSync(parameters, 'utf8');
    const after = before.replace(
      /value: millis\((\d+)\)/,
      (_, ms: string) => `value: millis(${Number(ms) + 1})`,
    );
    t.not(after, before);
    writeFileSync(parameters, after);
    writeFileSync(join(folder, 'comment-id'), '42\n');
    rmSync(join(folder, 'out'), { recursive: true });
    const changed = runSteps(quick);
    t.is(changed.failed, 'Gate on exact metrics', changed.text);
    t.regex(
      readFileSync(join(folder, 'gh.log'), 'utf8'),
      /--method PATCH repos\/someone\/xenreplay\/issues\/comments\/42/,
    );
    const told = readFileSync(join(folder, 'posted.md'), 'utf8');
    t.regex(told, /### xenreplay: regressed/);
    t.regex(told, /What differs beside the results: host parameter toolstack/);
  },
);

test('every action of the workflow has a version, and exact metrics gate after everything was told', (t) => {
  for (const { uses } of steps) if (uses !== undefined) t.regex(uses, /@v\d+$/);
  t.is(steps.at(-1)!.name, 'Gate on exact metrics');
});
