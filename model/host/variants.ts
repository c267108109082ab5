/**
 * The variants of the host that a replay compares: stock Xen, the three fixes in all combinations, and no latency.
 *
 * A variant is data: what it changes stands in its design, and no code asks for a variant by name. Left out: later
 * releases and other toolstacks, which will be more designs of the same record.
 */
import { InputError } from '../kernel/faults.ts';

/** What the three fixes, and the ideal, change on the paths of creation and destruction. */
export interface Design {
  /** One host-wide lock from the memory check to the end of the build, or short mutexes around what it protected. */
  readonly locking: 'xl lock' | 'fine-grained';
  /** Names and paths read from xenstored each time, or from a cache that create, rename and destroy invalidate. */
  readonly names: 'read' | 'cached';
  /** Who clears a dead domain's pages: the freeing processor inside the hypercall, or each node's own processors. */
  readonly scrub: 'freeing CPU' | 'own node';
  /** Whether creation and destruction take any time. */
  readonly latency: boolean;
}

export type Fix = 'parallel-boot' | 'xenstore-cache' | 'local-scrub';

export interface Variant {
  readonly name: string;
  readonly fixes: readonly Fix[];
  readonly design: Design;
}

const stockDesign: Design = { locking: 'xl lock', names: 'read', scrub: 'freeing CPU', latency: true };

const changes: Readonly<Record<Fix, Partial<Design>>> = {
  'parallel-boot': { locking: 'fine-grained' },
  'xenstore-cache': { names: 'cached' },
  'local-scrub': { scrub: 'own node' },
};

export const fixes = Object.keys(changes) as readonly Fix[];

const designWith = (chosen: readonly Fix[]): Design =>
  chosen.reduce<Design>((design, fix) => ({ ...design, ...changes[fix] }), stockDesign);

const nameOf = (chosen: readonly Fix[]): string =>
  chosen.length === 0 ? 'stock' : chosen.length === fixes.length ? 'all' : chosen.join('+');

const variantWith = (chosen: readonly Fix[]): Variant => ({
  name: nameOf(chosen),
  fixes: chosen,
  design: designWith(chosen),
});

/** All 8 combinations, from none to all, fewer fixes first. */
export const combinations: readonly Variant[] = Array.from({ length: 1 << fixes.length }, (_, mask) =>
  fixes.filter((_fix, bit) => (mask & (1 << bit)) !== 0),
)
  .toSorted((a, b) => a.length - b.length)
  .map(variantWith);

/** The zero-latency twin that every replay runs beside the others. */
export const ideal: Variant = { name: 'ideal', fixes: [], design: { ...stockDesign, latency: false } };

/**
 * The variants a list names: `stock`, `all`, a fix, or fixes joined by `+`, separated by commas.
 *
 * @throws {InputError} for an unknown fix
 */
export const variantsNamed = (list: string): readonly Variant[] =>
  list.split(',').map((entry) => {
    const name = entry.trim();
    if (name === 'stock') return variantWith([]);
    if (name === 'all') return variantWith(fixes);
    const parts = name.split('+').map((part) => part.trim());
    const unknown = parts.find((part) => !(fixes as readonly string[]).includes(part));
    if (unknown !== undefined) {
      throw new InputError(
        `--fixes: found "${unknown}"; accepted are stock, all, ${fixes.join(', ')} and fixes joined by +; ` +
          `separate variants by commas, as in --fixes stock,parallel-boot+local-scrub,all`,
      );
    }
    return variantWith(fixes.filter((fix) => parts.includes(fix)));
  });
