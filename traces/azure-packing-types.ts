/**
 * Types of VMs in Azure Traces for Packing 2020: their sizes, which the publisher gives per kind of machine.
 *
 * Left out: the VMs (azure-packing).
 */
import { complaint } from './complaint.ts';
import type { Size } from './event-log.ts';
import { AZURE_PACKING_MACHINE, sizeWithin, type Machine } from './machine.ts';
import type { ReadOptions } from './reader.ts';

/** Sizes of types, each as the share of one kind of machine. */
export class Types {
  private readonly sizes = new Map<string, { kind: number; size: Size }>();
  private readonly machine: Machine;
  private readonly wanted: number | undefined;

  constructor({ machine = AZURE_PACKING_MACHINE, machineKind }: ReadOptions) {
    this.machine = machine;
    this.wanted = machineKind;
  }

  add(type: string, kind: number, core: number, memory: number): void {
    const known = this.sizes.get(type);
    const better =
      known === undefined || kind === this.wanted || (known.kind !== this.wanted && kind < known.kind);
    if (better) this.sizes.set(type, { kind, size: sizeWithin(this.machine, core, memory) });
  }

  of(type: string): Size | undefined {
    return this.sizes.get(type)?.size;
  }

  /** Which kind the sizes are of, as a report says it. @throws {InputError} when no type has a size on the kind asked for */
  chosen(): { readonly text: string; readonly warnings: readonly string[] } {
    const { wanted } = this;
    if (wanted === undefined) return { text: 'the lowest of each type', warnings: [] };
    const kinds = [...this.sizes.values()].map(({ kind }) => kind);
    const others = kinds.filter((kind) => kind !== wanted).length;
    if (others === kinds.length)
      throw complaint(
        '--read machine-kind',
        `is ${wanted}, and no type of the file has a size on such a machine`,
        'a kind is one of machineId in table vmType',
        'choose one of these, or leave it out for the lowest of each type',
      );
    if (others === 0) return { text: String(wanted), warnings: [] };
    return {
      text: `${wanted}, else the lowest of the type`,
      warnings: [
        `${others} types have no size on machines of kind ${wanted}: that of their lowest kind is taken`,
      ],
    };
  }
}
