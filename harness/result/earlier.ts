/**
 * Documents that earlier versions wrote, brought to the schema of this one.
 *
 * A conversion only moves what is there: where a part is missing, the document is left as it is and its schema's own
 * check says what. Left out: schemas in which a key meant something else; they are not in the list.
 */
import { SCHEMA } from './document.ts';

/** One policy, `policy: { name, options }`, drove every variant. */
const ONE_POLICY = 'xenreplay/result/1';

/** What `readResult` takes, the current one first. */
export const schemasRead: readonly string[] = [SCHEMA, ONE_POLICY];

/** From {@link ONE_POLICY}: its policy becomes the only one of the list, and every entry says that it drove it. */
export const converted = (raw: object): unknown => {
  const { policy, policies: _none, ...rest } = raw as Record<string, unknown>;
  const name = isObject(policy) ? policy['name'] : undefined;
  return {
    ...rest,
    schema: SCHEMA,
    ...(isObject(policy) ? { policies: [{ label: name, ...policy }] } : {}),
    variants: each(rest['variants'], (entry) => ({ policy: name, ...entry })),
    bounds: each(rest['bounds'], (entry) => ({ policy: entry['name'], ...entry })),
  };
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

const each = (list: unknown, change: (entry: Record<string, unknown>) => unknown): unknown =>
  Array.isArray(list) ? list.map((entry: unknown) => (isObject(entry) ? change(entry) : entry)) : list;
