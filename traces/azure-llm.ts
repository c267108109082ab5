/**
 * Requests to language models at Azure, 2023 to 2025: wall clock with seven decimals, tokens in and out.
 *
 * The load is the number of requests; tokens are left in the file. The time names no zone and is read as UTC; 100 ns are
 * cut to whole µs. `NumImages` (the multimodal trace of 2025) may stand between.
 * @source Azure/AzurePublicDataset, AzureLLMInferenceDataset2023.md and 2024.md
 */
import { utcMicros } from './clock.ts';
import type { Reader } from './reader.ts';
import { readRequests } from './requests-table.ts';

const TOKENS = 'tokens are a number from 0 up';

export const azureLlm: Reader = {
  name: 'azure-llm',
  about: 'Azure LLM inference 2023/2024 and LMM 2025: a request per row, counted per second',
  kind: 'load',
  notes: {
    toldBy: 'header `TIMESTAMP,[NumImages,]ContextTokens,GeneratedTokens`',
    example:
      'TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:15:46.6805900,374,44\n2023-11-16 18:15:50.9951690,396,109\n',
    glitches: [
      'seven decimals: more than a JavaScript date holds; they are read by hand and cut to µs',
      'no zone: read as UTC on every machine',
      'CRLF, and no line end after the last row',
    ],
    options: ['step', 'align'],
    source: "Azure/AzurePublicDataset; Patel et al., ISCA'24; Stojkovic et al., HPCA'25",
    licence: 'CC BY 4.0',
  },
  detect: ({ first }) => /^TIMESTAMP,(?:NumImages,)?ContextTokens,GeneratedTokens\s*$/.test(first),
  read: (source, options) =>
    readRequests(source, options, {
      header: (header) => {
        const [time, context, generated] = ['TIMESTAMP', 'ContextTokens', 'GeneratedTokens'].map((name) =>
          header.column(name, 'azure-llm'),
        );
        return (row) => {
          row.atLeast(context!, 0, TOKENS);
          row.atLeast(generated!, 0, TOKENS);
          const at = utcMicros(row.text(time!));
          if (at === undefined) throw row.fault(time!, 'a time is YYYY-MM-DD HH:MM:SS.fffffff');
          return at;
        };
      },
      dated: true,
      choices: { clock: 'UTC where a stamp names no zone' },
    }),
};
