/**
 * The scripts of the page: Vega as it is published, and our own modules as one script.
 *
 * A module becomes a function that is called once, in the order of the imports; Vega's interpreter is one of them. Only the
 * forms that our compiler writes are known, and anything else is refused. Left out: making it smaller.
 */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Beside this file in `dist`. */
const entry = fileURLToPath(new URL('./browser/main.js', import.meta.url));

const publishedBy = (name: string): string => fileURLToPath(import.meta.resolve(name));

/** Modules that are there when the script begins, as what they stand for. */
const given: ReadonlyMap<string, string> = new Map([
  ['vega', 'globalThis.vega'],
  ['vega-util', 'globalThis.vega'],
]);

const IMPORT = /^import (?:\* as (\w+)|\{([^}]*)\}) from '([^']+)';$/gm;
const EXPORT = /^export (const|class|function) (\w+)/gm;
const EXPORT_LIST = /^export \{([^}]*)\};$/gm;

/** `a as b` → `a: b`, or the other way round. */
const renamed = (list: string, reversed: boolean): string =>
  list
    .split(',')
    .map((item) => item.trim().split(' as '))
    .filter(([name]) => name !== '')
    .map(([name, other = name]) => (reversed ? `${other}: ${name}` : `${name}: ${other}`))
    .join(', ');

interface Module {
  readonly id: string;
  readonly text: string;
}

/** The two scripts, in the order in which they run. */
export const scriptsOf = async (): Promise<readonly string[]> => {
  const vega = join(dirname(publishedBy('vega')), 'vega.min.js');
  return [await readFile(vega, 'utf8'), await bundled(entry)];
};

const bundled = async (path: string): Promise<string> => {
  const modules: Module[] = [];
  const ids = new Map<string, string>();
  const visit = async (file: string): Promise<string> => {
    const known = ids.get(file);
    if (known !== undefined) return known;
    const id = `module${ids.size}`;
    ids.set(file, id);
    const source = await readFile(file, 'utf8');
    const names = new Map<string, string>(given);
    for (const [, , , specifier] of source.matchAll(IMPORT)) {
      if (names.has(specifier!)) continue;
      const target = specifier!.startsWith('.') ? join(dirname(file), specifier!) : publishedBy(specifier!);
      names.set(specifier!, await visit(target));
    }
    modules.push({ id, text: asFunction(id, source, names, file) });
    return id;
  };
  await visit(path);
  return `'use strict';\n${modules.map(({ text }) => text).join('\n')}`;
};

const asFunction = (id: string, source: string, names: ReadonlyMap<string, string>, file: string): string => {
  const exported: string[] = [];
  const body = source
    .replaceAll(/^\/\/# sourceMappingURL=.*$/gm, '')
    .replaceAll(IMPORT, (_all, whole: string | undefined, list: string | undefined, from: string) =>
      whole === undefined
        ? `const { ${renamed(list!, false)} } = ${names.get(from)!};`
        : `const ${whole} = ${names.get(from)!};`,
    )
    .replaceAll(EXPORT, (_all, kind: string, name: string) => {
      exported.push(`${name}: ${name}`);
      return `${kind} ${name}`;
    })
    .replaceAll(EXPORT_LIST, (_all, list: string) => {
      exported.push(renamed(list, true));
      return '';
    });
  if (/^(?:import|export)\b/m.test(body))
    throw new Error(`${file}: an import or export of a form that is not known`);
  if (/<\/script|<!--/i.test(body)) throw new Error(`${file}: holds what would end its script element`);
  return `const ${id} = (() => {\n${body}\nreturn { ${exported.filter((one) => one !== '').join(', ')} };\n})();`;
};
