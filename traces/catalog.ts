/** The formats that are read, in the order in which detection asks them. A new one is a file and a line here. */
import { alibabaDlrm } from './alibaba-dlrm.ts';
import { azureFunctions } from './azure-functions.ts';
import { azureReadings } from './azure-readings.ts';
import { azureRnn } from './azure-rnn.ts';
import { azureVmtable } from './azure-vmtable.ts';
import { lifecycleCsv } from './lifecycle-csv.ts';
import { loadCsv } from './load-csv.ts';
import { nab } from './nab.ts';
import { perSecond } from './per-second.ts';
import type { Reader } from './reader.ts';

export const readers: readonly Reader[] = [
  lifecycleCsv,
  loadCsv,
  azureVmtable,
  azureRnn,
  alibabaDlrm,
  azureFunctions,
  nab,
  azureReadings,
  perSecond,
];
