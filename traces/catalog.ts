/** The formats that are read, in the order in which detection asks them. A new one is a file and a line here. */
import { alibabaDlrm } from './alibaba-dlrm.ts';
import { alibabaMicroservices } from './alibaba-microservices.ts';
import { azureFunctions2021 } from './azure-functions-2021.ts';
import { azureFunctions } from './azure-functions.ts';
import { azureLlm } from './azure-llm.ts';
import { azureReadings } from './azure-readings.ts';
import { azureRnn } from './azure-rnn.ts';
import { azureVmtable } from './azure-vmtable.ts';
import { bitbrains } from './bitbrains.ts';
import { clf } from './clf.ts';
import { convertedTrace } from './converted.ts';
import { epaLog } from './epa-log.ts';
import { genaiQps } from './genai-qps.ts';
import { genaiRequests } from './genai-requests.ts';
import { huaweiFaas } from './huawei-faas.ts';
import { lifecycleCsv } from './lifecycle-csv.ts';
import { limbo } from './limbo.ts';
import { loadCsv } from './load-csv.ts';
import { materna } from './materna.ts';
import { mooncake } from './mooncake.ts';
import { nab } from './nab.ts';
import { nasaTsv } from './nasa-tsv.ts';
import { perSecond } from './per-second.ts';
import { planetlab } from './planetlab.ts';
import { sdscLog } from './sdsc-log.ts';
import { worldcup98Minutes } from './worldcup98-minutes.ts';
import { worldcup98 } from './worldcup98.ts';
import { alibabaBatch2017, alibabaBatch2018, alibabaJobs } from './alibaba-batch.ts';
import { alibabaContainers2017, alibabaContainers2018 } from './alibaba-containers.ts';
import { alibabaInstances2017, alibabaInstances2018 } from './alibaba-instances.ts';
import { alibabaOpenb } from './alibaba-openb.ts';
import { alibabaPaiInstances, alibabaPaiTasks } from './alibaba-pai.ts';
import { alibabaSpot } from './alibaba-spot.ts';
import { azurePacking, azurePackingCsv } from './azure-packing.ts';
import { eucalyptus } from './eucalyptus.ts';
import { googleTasks } from './google-2011.ts';
import { google2019 } from './google-2019.ts';
import { googleMachines } from './google-machines.ts';
import { gwf } from './gwf.ts';
import { huaweiEast } from './huawei-east.ts';
import { opendcGwf } from './opendc-gwf.ts';
import { opendc } from './opendc.ts';
import { openstack } from './openstack.ts';
import { swf } from './swf.ts';
import type { Reader } from './reader.ts';

export const readers: readonly Reader[] = [
  convertedTrace,
  lifecycleCsv,
  loadCsv,
  azureVmtable,
  azureRnn,
  alibabaDlrm,
  alibabaOpenb,
  alibabaJobs,
  alibabaSpot,
  huaweiEast,
  openstack,
  azurePacking,
  azurePackingCsv,
  opendc,
  opendcGwf,
  google2019,
  googleTasks,
  googleMachines,
  alibabaContainers2017,
  alibabaContainers2018,
  alibabaBatch2017,
  alibabaBatch2018,
  alibabaInstances2017,
  alibabaInstances2018,
  alibabaPaiTasks,
  alibabaPaiInstances,
  eucalyptus,
  swf,
  gwf,
  azureFunctions,
  azureFunctions2021,
  azureLlm,
  mooncake,
  nab,
  worldcup98Minutes,
  alibabaMicroservices,
  genaiQps,
  genaiRequests,
  huaweiFaas,
  bitbrains,
  materna,
  nasaTsv,
  clf,
  epaLog,
  sdscLog,
  azureReadings,
  limbo,
  planetlab,
  perSecond,
  worldcup98,
];
