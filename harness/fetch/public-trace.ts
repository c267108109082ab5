/**
 * What a public trace is: where its files are, under which licence, whom to cite, and how to know it again.
 *
 * None is part of this project. Checksums and sizes are of the files as their publisher has them, taken from copies that
 * were held; addresses in repositories name the commit that was held. A file without a checksum was not held.
 */
export interface PublicFile {
  readonly url: string;
  /** Hexadecimal. */
  readonly sha256?: string;
  readonly bytes?: number;
}

export interface PublicTrace {
  /** What `trace fetch` takes. */
  readonly name: string;
  /** As the catalog of readers names it. */
  readonly format: string;
  readonly holds: string;
  /** The trace, and behind it the files that belong to it; empty where only `page` leads to them. */
  readonly files: readonly PublicFile[];
  /** Where a person reads about it. */
  readonly page: string;
  readonly licence: string;
  readonly cite: string;
}

/** Files of a repository as they are at a commit. */
export const raw = (repository: string, commit: string) => {
  const root = `https://raw.githubusercontent.com/${repository}/${commit}`;
  return (path: string, sha256: string, bytes: number): PublicFile => ({
    url: `${root}/${path}`,
    sha256,
    bytes,
  });
};

export const azure = {
  root: 'https://azurepublicdatasettraces.blob.core.windows.net',
  page: 'https://github.com/Azure/AzurePublicDataset',
  licence: 'CC BY 4.0',
} as const;

export const alibaba = {
  file: raw('alibaba/clusterdata', '7a6c496e4f4b'),
  page: 'https://github.com/alibaba/clusterdata/tree/master',
  licence: 'none stated; its README allows research or study',
} as const;
