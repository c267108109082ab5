/** How a packed file that is cut or damaged is told, the same for every packing. */
import { complaint } from './complaint.ts';

export const endsEarly = (where: string, packing: string) =>
  complaint(
    where,
    `is ${packing} that ends too early`,
    'the whole file is needed',
    'it looks cut: fetch it again',
  );

export const damaged = (where: string, packing: string) =>
  complaint(where, `is damaged ${packing}`, `${packing} with an intact checksum`, 'fetch it again');
