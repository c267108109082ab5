/**
 * Requests to the Stable Diffusion service of Alibaba's GenAI trace of 2026 (`lora_request_trace.csv`): a row each.
 *
 * A request counts when it was made, whatever became of it.
 * @source alibaba/clusterdata, cluster-trace-v2026-GenAI
 */
import { utcMicros } from './clock.ts';
import type { Reader } from './reader.ts';
import { readRequests } from './requests-table.ts';

export const genaiRequests: Reader = {
  name: 'genai-requests',
  about: 'Alibaba GenAI 2026, lora_request_trace.csv: a request per row, counted per second',
  kind: 'load',
  notes: {
    toldBy: 'header `gmt_create,predict_type,…`',
    example:
      'gmt_create,predict_type,predict_status,exec_time_seconds,groupId,prompt_length,negative_prompt_length,num_images_per_prompt,num_inference_steps,checkpoint_model_version_id,num_lora\n2024-11-15 16:57:50,TXT_2_IMG,SUCCEED,32.0,G0000,63.0,26.0,1.0,30.0,M0000,0\n2024-11-15 18:16:14,TXT_2_IMG,PROCESSING,,G0001,93.0,,1.0,40.0,M0001,0\n',
    glitches: ['requests that failed or never ended count: they came', 'no zone: read as UTC'],
    options: ['step', 'align'],
    source: 'alibaba/clusterdata, cluster-trace-v2026-GenAI',
    licence: 'none stated; its README allows research or study',
  },
  detect: ({ first }) => first.startsWith('gmt_create,predict_type,'),
  read: (source, options) =>
    readRequests(source, options, {
      header: (header) => {
        const time = header.column('gmt_create', 'genai-requests');
        return (row) => {
          const at = utcMicros(row.text(time));
          if (at === undefined) throw row.fault(time, 'a time is YYYY-MM-DD HH:MM:SS');
          return at;
        };
      },
      dated: true,
      choices: { clock: 'UTC where a stamp names no zone' },
    }),
};
