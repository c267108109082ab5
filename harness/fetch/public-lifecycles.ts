/** Public traces of domains that are created and destroyed. */
import { alibaba, azure, raw, type PublicTrace } from './public-trace.ts';

const cloudSim = raw('cloudsimplus/cloudsimplus', '017b5a2eff8d');
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
  {
    name: 'alibaba-openb-2023',
    format: 'alibaba-openb',
    holds: '8,152 pods of a GPU cluster',
    files: [
      alibaba.file(
        'cluster-trace-gpu-v2023/csv/openb_pod_list_default.csv',
        '1ee7ed79c27a3b0861cda8ddba86a004c6aba904caafa329a76ae93ca63834a8',
        575_468,
      ),
    ],
    page: `${alibaba.page}/cluster-trace-gpu-v2023`,
    licence: alibaba.licence,
    cite: "Weng et al., ATC'23",
  },
  {
    name: 'alibaba-2017-jobs',
    format: 'alibaba-jobs',
    holds: '31,756 batch tasks of Alibaba 2017 as CloudSimPy prepared them: extreme bursts, short lives',
    files: [
      raw('RobertLexis/CloudSimPy', 'c103672f51d6')(
        'playground/Non_DAG/jobs_files/jobs.csv',
        'b422d8aa185fe5025b139d6843d6d49b91fab486c487df4d606aa52fffba4a2b',
        1_921_566,
      ),
    ],
    page: `${alibaba.page}/cluster-trace-v2017`,
    licence: 'MIT (repository); the data for research or study',
    cite: 'Alibaba cluster-trace-v2017',
  },
  {
    name: 'swf-lcg-2005',
    format: 'swf',
    holds: '188,041 jobs of a grid in 11 days',
    files: [
      cloudSim(
        'src/test/resources/LCG.swf.gz',
        'cda5d512febf84a3e07b3ad7b9481f8a0ba0f4c6e10f5d639aae73d2587448d9',
        2_397_852,
      ),
    ],
    page: 'https://www.cs.huji.ac.il/labs/parallel/workload/',
    licence: 'none stated; the archive asks for acknowledgement',
    cite: 'Feitelson, Parallel Workloads Archive',
  },
  {
    name: 'swf-nasa-1993',
    format: 'swf',
    holds: '18,239 jobs of NASA Ames iPSC/860 in three months',
    files: [
      cloudSim(
        'src/test/resources/NASA-iPSC-1993-3.1-cln.swf.zip',
        '4d25e58c84bbf2b34b4cdf07d6b0bc70cea52e47d7e93397a6eb4b2a65ad9fbc',
        208_144,
      ),
    ],
    page: 'https://www.cs.huji.ac.il/labs/parallel/workload/',
    licence: 'none stated; the archive asks for acknowledgement',
    cite: 'Feitelson, Parallel Workloads Archive',
  },
  {
    name: 'opendc-surf-week',
    format: 'opendc',
    holds: '6,295 jobs of SURF Lisa in a week, 121 in one instant (Parquet)',
    files: [
      raw('atlarge-research/opendc', '691036deb92b')(
        'opendc-experiments/opendc-experiments-base/src/jmh/resources/workloadTraces/workloadScaling/surf_week/tasks.parquet',
        'd3e7c247cccb9201601d45e7cdb322db8dd8059d162e246cf74474e3669129a4',
        83_331,
      ),
    ],
    page: 'https://github.com/atlarge-research/opendc',
    licence: 'MIT (repository)',
    cite: 'OpenDC',
  },
  {
    name: 'azure-packing-2020',
    format: 'azure-packing',
    holds: 'VMs of 14 days with sizes as shares of a machine: a zip with an SQLite database',
    files: [
      {
        url: `${azure.root}/azurepublicdatasetv2/azurevmallocation_dataset2020/AzurePackingTraceV1.zip`,
      },
    ],
    page: azure.page,
    licence: azure.licence,
    cite: "Hadary et al., Protean, OSDI'20",
  },
  {
    name: 'google-2011',
    format: 'google-2011',
    holds: 'task events of 12,500 machines in 29 days (41 GB in 500 parts; gs://clusterdata-2011-2)',
    files: [],
    page: 'https://github.com/google/cluster-data',
    licence: 'CC BY 4.0',
    cite: 'Reiss, Wilkes and Hellerstein, 2011',
  },
  {
    name: 'huawei-east-1',
    format: 'huawei-east',
    holds: '125,430 creations and 116,313 deletions of VMs in a month, to the second',
    files: [],
    page: 'https://github.com/huaweicloud/VM-placement-dataset',
    licence: 'CC BY-NC 4.0',
    cite: 'Sheng et al., VMAgent, arXiv 2112.04785',
  },
  {
    name: 'alibaba-pai-2020',
    format: 'alibaba-pai-tasks',
    holds:
      'two months of training and inference jobs on 1,800 machines: tasks, and instances with times of their own',
    files: [],
    page: `${alibaba.page}/cluster-trace-gpu-v2020`,
    licence: 'CC BY 4.0',
    cite: "Weng et al., NSDI'22",
  },
  {
    name: 'alibaba-spot-2026',
    format: 'alibaba-spot',
    holds: 'half a year of jobs with reserved and with spot GPUs on 4,278 machines, to the second',
    files: [],
    page: `${alibaba.page}/cluster-trace-v2026-spot-gpu`,
    licence: alibaba.licence,
    cite: "Duan et al., GFS, ASPLOS'26",
  },
  {
    name: 'eucalyptus-ucsb',
    format: 'eucalyptus',
    holds: 'VMs of six private clouds of 7 to 31 machines, to the second',
    files: [],
    page: 'https://www.cs.ucsb.edu/~rich/workload/',
    licence: 'none stated',
    cite: 'Wolski, UCSB',
  },
];
