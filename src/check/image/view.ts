import { listOf, numberOf, objectOf, textOf, textsOf } from '../../formats/json-values.ts';
import type { JsonObject } from '../../formats/json-values.ts';
import { printable } from '../../model/index.ts';
import type { MarkedFile } from '../../model/index.ts';
import type { View } from '../contract.ts';
import { factOf } from '../fact.ts';
import type { Fact } from '../fact.ts';
import { marksFrom } from './marks.ts';

/** An image by its configuration and history, and by its files where somebody looked at them. */
export interface ImageView extends View {
  readonly id: string;
  readonly names: readonly string[];
  readonly config: JsonObject;
  readonly history: readonly HistoryEntry[];
  /** Bytes of all layers, when known. */
  readonly size: number | undefined;
  /** Days since it was built, by the clock of the check. */
  readonly ageDays: number | undefined;
  /** What its files show, also those of hidden layers that hold credentials. Undefined: nobody looked. */
  readonly content: Fact<readonly MarkedFile[]> | undefined;
  /** Names of its packages, from the room that reads them. */
  readonly packages: Fact<readonly string[]> | undefined;
  /** What the room of signatures says. */
  readonly signature: Fact<{ readonly verified: boolean; readonly by: string }> | undefined;
  /** What the last scan found. */
  readonly vulnerabilities: Fact<{ readonly critical: number; readonly high: number }> | undefined;
  /** Value of DOCKER_CONTENT_TRUST where images are pulled. */
  readonly contentTrust: Fact<string> | undefined;
}

/** One instruction of the build. */
export interface HistoryEntry {
  readonly index: number;
  readonly createdBy: string;
  readonly empty: boolean;
}

/**
 * Reads an image from JSON that a stranger wrote: `docker image inspect`, an OCI configuration, or
 * either with `History`, `content` and the other parts beside it, under the name of `subject`. Undefined when it is none.
 */
export function imageView(json: unknown, path: string): ImageView | undefined {
  const fields = objectOf(json);
  const config = fields['Config'] ?? fields['config'];
  if (typeof config !== 'object' || config === null || Array.isArray(config)) return undefined;
  if (fields['HostConfig'] !== undefined) return undefined; // a container
  const names = textsOf(fields['RepoTags']);
  const id = textOf(fields['Id']) ?? '';
  return {
    subject: printable(
      textOf(fields['subject']) ?? names[0] ?? (id === '' ? path : id.slice(0, 19)),
    ),
    id,
    names,
    config: objectOf(config),
    history: historyOf(fields['History'] ?? fields['history']),
    size: numberOf(fields['Size']),
    ageDays: numberOf(fields['ageDays']),
    content: factOf(fields['content'], marksFrom),
    packages: factOf(fields['packages'], (value) =>
      Array.isArray(value) ? textsOf(value) : undefined,
    ),
    signature: factOf(fields['signature'], (value) => {
      const { verified, by } = objectOf(value);
      return typeof verified === 'boolean' ? { verified, by: textOf(by) ?? '' } : undefined;
    }),
    vulnerabilities: factOf(fields['vulnerabilities'], (value) => {
      const { critical, high } = objectOf(value);
      return typeof critical === 'number' && typeof high === 'number'
        ? { critical, high }
        : undefined;
    }),
    contentTrust: factOf(fields['contentTrust'], textOf),
  };
}

/** OCI entries oldest first, texts of the same order as well. */
function historyOf(json: unknown): readonly HistoryEntry[] {
  return listOf(json).map((entry, index) => {
    const row = objectOf(entry);
    const createdBy =
      typeof entry === 'string'
        ? entry
        : (textOf(row['created_by']) ?? textOf(row['CreatedBy']) ?? '');
    return { index, createdBy, empty: row['empty_layer'] === true || row['Size'] === 0 };
  });
}
