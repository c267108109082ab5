/**
 * How a trace's fault is told: one line, `where: what was found; what is accepted; what to do`.
 *
 * What a file holds is shown shortened and with its control characters escaped, so that a terminal is never at the mercy
 * of a file. Left out: where the line is printed and the exit status (the command line's).
 */
import { InputError } from '../model/kernel/faults.ts';

/** The longest piece of a file that a message repeats, in characters. */
const SHOWN = 60;

/** A piece of a file as a message may show it: in quotes, shortened, control and odd characters as `\x1b` or `\u2028`. */
export const shown = (text: string): string => {
  const short = text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
  const escaped = short.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\\"]/gu, (mark) => {
    const named = NAMED[mark];
    if (named !== undefined) return named;
    const code = mark.codePointAt(0)!.toString(16);
    return code.length <= 2 ? `\\x${code.padStart(2, '0')}` : `\\u${code.padStart(4, '0')}`;
  });
  return `"${escaped}"`;
};

const NAMED: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '"': '\\"',
  '\\': '\\\\',
};

/** A path or `path:line` as the place of a fault; control characters escaped, never shortened. */
export const placeOf = (path: string, line?: number): string => {
  const safe = path.replace(/\p{Cc}/gu, (mark) => `\\x${mark.charCodeAt(0).toString(16).padStart(2, '0')}`);
  return line === undefined ? safe : `${safe}:${line}`;
};

/**
 * @param where     the place, from {@link placeOf}
 * @param found     what stands there
 * @param accepted  what would have been right
 * @param remedy    what the user can do
 */
export const complaint = (where: string, found: string, accepted: string, remedy: string): InputError =>
  new InputError(`${where}: ${found}; ${accepted}; ${remedy}`);
