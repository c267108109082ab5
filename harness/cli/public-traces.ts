/**
 * Public traces in the formats that are read: where they are, under which licence, and whom to cite.
 *
 * None of them is part of this project. Left out: checksums of files that we have not held ourselves.
 */
export interface PublicTrace {
  readonly name: string;
  /** As the catalog of readers names it. */
  readonly format: string;
  readonly holds: string;
  readonly url: string;
  readonly licence: string;
  readonly cite: string;
}

const azure = 'https://azurepublicdatasettraces.blob.core.windows.net';
const researchOnly = 'none stated; its README allows research or study';

export const publicTraces: readonly PublicTrace[] = [
  {
    name: 'Azure Public Dataset V1 (2017)',
    format: 'azure-vmtable',
    holds: '2,013,767 VMs of 30 days, 300 s resolution',
    url: `${azure}/azurepublicdataset/trace_data/vmtable/vmtable.csv.gz`,
    licence: 'CC BY 4.0',
    cite: "Cortez et al., Resource Central, SOSP'17",
  },
  {
    name: 'Azure Public Dataset V2 (2019)',
    format: 'azure-vmtable',
    holds: '2,695,548 VMs of 30 days, sizes in buckets',
    url: `${azure}/azurepublicdatasetv2/trace_data/vmtable/vmtable.csv.gz`,
    licence: 'CC BY 4.0',
    cite: "Cortez et al., Resource Central, SOSP'17",
  },
  {
    name: 'Azure V1, binned (trace_generation_rnn)',
    format: 'azure-rnn',
    holds: 'arrivals per 300 s with sizes and lifetime bins; v1.dev: 259,159 VMs of 83 h',
    url: 'https://github.com/huaweicloud/trace_generation_rnn',
    licence: 'CC BY 4.0 (data), MIT (repository)',
    cite: "Cortez et al., Resource Central, SOSP'17",
  },
  {
    name: 'Alibaba GPU cluster 2025, DLRM',
    format: 'alibaba-dlrm',
    holds: '23,871 instances of 156 services, one-second time stamps',
    url: 'https://github.com/alibaba/clusterdata/tree/master/cluster-trace-gpu-v2025',
    licence: researchOnly,
    cite: "Yang et al., NSDI'25",
  },
  {
    name: 'Azure Functions 2019',
    format: 'azure-functions',
    holds: 'invocations per function and minute, 14 days',
    url: `${azure}/azurepublicdatasetv2/azurefunctions_dataset2019/azurefunctions-dataset2019.tar.xz`,
    licence: 'CC BY 4.0',
    cite: "Shahrad et al., ATC'20",
  },
  {
    name: 'Numenta Anomaly Benchmark, CloudWatch series',
    format: 'nab',
    holds: 'series of 300 s: requests of load balancers, CPU and network of instances',
    url: 'https://github.com/numenta/NAB/tree/master/data',
    licence: 'MIT',
    cite: 'Lavin and Ahmad, 2015',
  },
  {
    name: 'NASA-HTTP, per second (web-service-datasets)',
    format: 'per-second',
    holds: 'requests per second of July and August 1995, glued together',
    url: 'https://github.com/reconfigurable-ml-pipeline/web-service-datasets',
    licence: 'none stated',
    cite: 'Arlitt and Williamson, Internet Traffic Archive',
  },
];
