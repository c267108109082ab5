/** Public traces of domains that are created and destroyed. */
import { alibaba, azure, raw, type PublicTrace } from './public-trace.ts';

const rnn = raw('huaweicloud/trace_generation_rnn', 'fa856db03753');

export const publicLifecycles: readonly PublicTrace[] = [
  {
    name: 'azure-vm-2017',
    format: 'azure-vmtable',
    holds: '2,013,767 VMs of 30 days, 300 s resolution',
    files: [{ url: `${azure.root}/azurepublicdataset/trace_data/vmtable/vmtable.csv.gz` }],
    page: azure.page,
    licence: azure.licence,
    cite: "Cortez et al., Resource Central, SOSP'17",
  },
  {
    name: 'azure-vm-2019',
    format: 'azure-vmtable',
    holds: '2,695,548 VMs of 30 days, sizes in buckets',
    files: [{ url: `${azure.root}/azurepublicdatasetv2/trace_data/vmtable/vmtable.csv.gz` }],
    page: azure.page,
    licence: azure.licence,
    cite: "Cortez et al., Resource Central, SOSP'17",
  },
  {
    name: 'azure-rnn-dev',
    format: 'azure-rnn',
    holds: 'the 2017 VMs of days 20.8 to 24.3 per 300 s: 259,159 VMs with sizes and lifetime bins',
    files: [
      rnn(
        'resources/traces/v1.dev.txt',
        '78a3e6c258553b458bd8e55d867ef5fa1a2b82cdd5c4c4b1f777210669835af6',
        632_536,
      ),
      rnn(
        'resources/traces/v1.dev.c2100000.txt',
        '46521121c2917b14800abd090354b41045ff5f5d88f8b144456af6e098196b32',
        979_525,
      ),
      rnn(
        'resources/maps/flav_map.txt',
        '2b7ae5498471022e4bb0d62b148cbde01d5704a5fef482096ad780e17cbb0902',
        115,
      ),
      rnn(
        'resources/maps/v1.interval_map.txt',
        '404436c751ac5a345092b8b5c9cb91ca99ae013c675fd932cfb7fc633eb9579d',
        59_653,
      ),
    ],
    page: 'https://github.com/huaweicloud/trace_generation_rnn',
    licence: 'CC BY 4.0 (data), MIT (repository)',
    cite: "Cortez et al., Resource Central, SOSP'17",
  },
  {
    name: 'alibaba-dlrm-2025',
    format: 'alibaba-dlrm',
    holds: '23,871 instances of 156 services, one-second time stamps',
    files: [
      alibaba.file(
        'cluster-trace-gpu-v2025/disaggregated_DLRM_trace.csv',
        'fb17bc4b3f412d5280f70f04a1bdf2adfc4429d1e61237a5b106e86206414295',
        2_118_900,
      ),
    ],
    page: `${alibaba.page}/cluster-trace-gpu-v2025`,
    licence: alibaba.licence,
    cite: "Yang et al., NSDI'25",
  },
];
