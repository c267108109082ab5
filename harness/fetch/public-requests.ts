/** Public traces of requests: logs, tables of invocations, and counts of them. */
import { alibaba, azure, raw, type PublicTrace } from './public-trace.ts';

const archivePage = 'https://ita.ee.lbl.gov/html/contrib';
const archiveLicence = 'none stated; the archive asks not to analyse beyond traffic patterns';
const invitro2021 = raw('vhive-serverless/invitro', 'a1df629445ff');
const invitro500 = raw('vhive-serverless/invitro', '163911a85008');

export const publicRequests: readonly PublicTrace[] = [
  {
    name: 'azure-functions-2019',
    format: 'azure-functions',
    holds: 'invocations per function and minute, 14 days: an archive to unpack (tar.xz)',
    files: [
      {
        url: `${azure.root}/azurepublicdatasetv2/azurefunctions_dataset2019/azurefunctions-dataset2019.tar.xz`,
      },
    ],
    page: azure.page,
    licence: azure.licence,
    cite: "Shahrad et al., ATC'20",
  },
  {
    name: 'azure-functions-500',
    format: 'azure-functions',
    holds: '500 functions of Azure Functions 2019, 08:00 to 16:00 of a day',
    files: [
      invitro500(
        'data/traces/500/invocations.csv',
        'a0ca953d1b50cc1f0e813c656e0c3d65b7369757804b571e2767e1ab76b05536',
        598_449,
      ),
    ],
    page: 'https://github.com/vhive-serverless/invitro',
    licence: 'CC BY 4.0 (data), MIT (repository)',
    cite: "Shahrad et al., ATC'20",
  },
  {
    name: 'azure-functions-2021-head',
    format: 'azure-functions-2021',
    holds: 'the first 199 invocations of Azure Functions 2021',
    files: [
      invitro2021(
        'data/traces/example/Azure2021/Azure2021_200.csv',
        'd51e9c9ca79872313d94a26b8c52e82fc55855903c92c1f006cfd1a37700673b',
        30_791,
      ),
    ],
    page: azure.page,
    licence: azure.licence,
    cite: "Zhang et al., SOSP'21",
  },
  {
    name: 'azure-llm-2023-conv',
    format: 'azure-llm',
    holds: '19,366 requests of an hour to a conversation service',
    files: [
      raw('Azure/AzurePublicDataset', 'b469a113cedc')(
        'data/AzureLLMInferenceTrace_conv.csv',
        '2f1e5b666d4e3055fdbba98598ce2ec307767b9064e03e2fa46676dbcc7d0bf8',
        719_188,
      ),
    ],
    page: azure.page,
    licence: azure.licence,
    cite: "Patel et al., ISCA'24",
  },
  {
    name: 'azure-llm-2024-conv',
    format: 'azure-llm',
    holds: 'a week of requests to a conversation service',
    files: [{ url: `${azure.root}/azurellminfererencetrace/AzureLLMInferenceTrace_conv_1week.csv` }],
    page: azure.page,
    licence: azure.licence,
    cite: "Stojkovic et al., HPCA'25",
  },
  {
    name: 'worldcup98-minutes',
    format: 'worldcup98-minutes',
    holds: '1,352,804,107 requests of 87 days per minute: the classic flash crowd',
    files: [
      raw('nimamahmoudi/worldcup98-dataset', '82460213f0d5')(
        'invocation_count.csv',
        'd05038f98af96f6fab054f90445e02a68f37fd00a79c23f45b9b48e5ec91fb8e',
        3_157_125,
      ),
    ],
    page: 'https://github.com/nimamahmoudi/worldcup98-dataset',
    licence: 'MIT (repository); the archive allows redistribution (not verified)',
    cite: 'Arlitt and Jin, HPL-1999-35',
  },
  {
    name: 'worldcup98',
    format: 'worldcup98',
    holds: 'the same requests one by one, in files of days and parts of days',
    files: [],
    page: `${archivePage}/WorldCup.html`,
    licence: 'the archive allows redistribution (not verified)',
    cite: 'Arlitt and Jin, HPL-1999-35',
  },
  {
    name: 'nasa-http',
    format: 'clf',
    holds: '3,461,612 requests of July and August 1995',
    files: [],
    page: `${archivePage}/NASA-HTTP.html`,
    licence: archiveLicence,
    cite: 'Arlitt and Williamson, Internet Traffic Archive',
  },
  {
    name: 'nasa-http-seconds',
    format: 'per-second',
    holds: 'NASA-HTTP per second, both months glued together: an archive to unpack (tar.bz2)',
    files: [
      {
        url: 'https://raw.githubusercontent.com/reconfigurable-ml-pipeline/web-service-datasets/7404ad664360/dataset/nasa/workload.tbz2',
      },
    ],
    page: 'https://github.com/reconfigurable-ml-pipeline/web-service-datasets',
    licence: 'none stated',
    cite: 'Arlitt and Williamson, Internet Traffic Archive',
  },
  {
    name: 'sdsc-http',
    format: 'sdsc-log',
    holds: '28,338 requests of a day, 22 August 1995',
    files: [
      raw('ryankemper/HTTPParser', '40cb704db768')(
        'resources/sdsc-http.txt',
        '564bbc83dcca3a9768cdbaba41e99d7a0a579eaec256907ef9d486d299fa34db',
        3_563_194,
      ),
    ],
    page: `${archivePage}/SDSC-HTTP.html`,
    licence: 'none stated',
    cite: 'Polterock, Braun and Claffy, Internet Traffic Archive',
  },
  {
    name: 'epa-http',
    format: 'epa-log',
    holds: '47,748 requests of a day, 29 August 1995',
    files: [],
    page: `${archivePage}/EPA-HTTP.html`,
    licence: archiveLicence,
    cite: 'Bottomley, Internet Traffic Archive',
  },
  {
    name: 'alibaba-genai-2026',
    format: 'genai-requests',
    holds: '26,823 requests to a Stable Diffusion service, 23 days',
    files: [
      alibaba.file(
        'cluster-trace-v2026-GenAI/lora_request_trace.csv',
        '263fb88f1095f62d360cf89ded8cfc24fa2c5d111c1b16e7aaa9ccbfc4b37d78',
        2_012_418,
      ),
    ],
    page: `${alibaba.page}/cluster-trace-v2026-GenAI`,
    licence: alibaba.licence,
    cite: "Lin et al., SoCC'25",
  },
  {
    name: 'azure-lmm-2025',
    format: 'azure-llm',
    holds: 'a week of requests to a multimodal service, 15 to 22 October 2024',
    files: [],
    page: azure.page,
    licence: azure.licence,
    cite: "Qiu et al., ModServe, SoCC'25",
  },
  {
    name: 'mooncake-conversation',
    format: 'mooncake',
    holds: '12,031 requests of an hour to a language model, to the millisecond',
    files: [],
    page: 'https://github.com/kvcache-ai/Mooncake/tree/main/FAST25-release/traces',
    licence: 'Apache-2.0',
    cite: "Qin et al., FAST'25",
  },
];
