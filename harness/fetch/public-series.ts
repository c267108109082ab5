/** Public traces of series over time: metrics of services, machines and containers. */
import { alibaba, raw, type PublicTrace } from './public-trace.ts';

const nab = raw('numenta/NAB', 'ea702d75cc22');
const nabPage = 'https://github.com/numenta/NAB/tree/master/data';
const nabCite = 'Lavin and Ahmad, 2015';

export const publicSeries: readonly PublicTrace[] = [
  {
    name: 'nab-elb',
    format: 'nab',
    holds: 'requests of a load balancer per 5 min, 14 days',
    files: [
      nab(
        'data/realAWSCloudwatch/elb_request_count_8c0756.csv',
        '74c26574a01ca9fb89dddb5021e2e13c3a93eb25dc640438a9acb1ceb00f1021',
        101_052,
      ),
    ],
    page: nabPage,
    licence: 'MIT',
    cite: nabCite,
  },
  {
    name: 'nab-twitter-aapl',
    format: 'nab',
    holds: 'mentions of a company per 5 min, 55 days, with spikes of hundreds of times the mean',
    files: [
      nab(
        'data/realTweets/Twitter_volume_AAPL.csv',
        '826f5cf404c2890784a7824f7102fd00cb134a4948e12e44ec320d095cbbc217',
        368_111,
      ),
    ],
    page: nabPage,
    licence: 'MIT',
    cite: nabCite,
  },
  {
    name: 'nab-taxi',
    format: 'nab',
    holds: 'passengers of taxis in New York per 30 min, seven months',
    files: [
      nab(
        'data/realKnownCause/nyc_taxi.csv',
        'd8fa6f7f0734bf5c8be12c52a94e20a82664c397d9dec4449156bd453d32856d',
        265_771,
      ),
    ],
    page: nabPage,
    licence: 'MIT',
    cite: nabCite,
  },
  {
    name: 'bitbrains-fastStorage-1',
    format: 'bitbrains',
    holds: 'one of 1,250 VMs of fastStorage, a month at 300 s',
    files: [
      raw('atlarge-research/opendc', '214480d15477')(
        'opendc-trace/opendc-trace-bitbrains/src/test/resources/bitbrains.csv',
        '89ab899a39596ca5b95f6e1bd668f0ef1c675014cf5baca817b341d6bd77c6eb',
        1_010_846,
      ),
    ],
    page: 'http://gwa.ewi.tudelft.nl/datasets/gwa-t-12-bitbrains',
    licence: 'none stated; the archive asks for citation',
    cite: "Shen, van Beek and Iosup, CCGrid'15",
  },
  {
    name: 'limbo-wikipedia',
    format: 'limbo',
    holds: 'page requests of Wikipedia per hour, 1,483 h',
    files: [
      raw('joakimkistowski/LIMBO', 'c42cb497f9b0')(
        'DLIM_examples/trace/wikipedia_trace.txt',
        '26b929722883cd6e250ea546db0377aeb0ba62a38be46b33a7199a585b79e646',
        26_548,
      ),
    ],
    page: 'https://github.com/joakimkistowski/LIMBO',
    licence: 'EPL-1.0 (repository); of the data none stated',
    cite: 'v. Kistowski et al., LIMBO',
  },
  {
    name: 'planetlab-20110303',
    format: 'planetlab',
    holds: 'CPU per cent of a node, a day at 300 s',
    files: [
      raw('cloudsimplus/cloudsimplus-examples', '4394086de1de')(
        'src/main/resources/workload/planetlab/20110303/75-130-96-12_static_oxfr_ma_charter_com_root',
        '3ec2aa408473cb327d84c18bd987f1d42785b88a07b80413868d8f3f6fd2cfb0',
        602,
      ),
    ],
    page: 'https://github.com/cloudsimplus/cloudsimplus-examples',
    licence: 'none stated',
    cite: 'Beloglazov and Buyya, CCPE 2012',
  },
  {
    name: 'alibaba-microservices-2021',
    format: 'alibaba-microservices',
    holds: 'call rates of 90,000 containers of 1,300 services, 12 h (61 GiB; by the script on its page)',
    files: [],
    page: `${alibaba.page}/cluster-trace-microservices-v2021`,
    licence: alibaba.licence,
    cite: "Luo et al., SoCC'21",
  },
  {
    name: 'huawei-faas-2023',
    format: 'huawei-faas',
    holds: 'requests per second or minute of 200 and of 5,093 functions, 141 and 26 days',
    files: [],
    page: 'https://github.com/sir-lab/data-release',
    licence: 'none stated',
    cite: "Joosen et al., SoCC'23",
  },
];
