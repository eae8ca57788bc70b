import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crc32 } from 'node:zlib';
import { base62Of } from '../../src/secrets/checksum.ts';
import { findSecrets } from '../../src/secrets/index.ts';
import type { SecretKind } from '../../src/secrets/index.ts';
import { fuzz, random } from './fuzz.ts';

/** Chance, the same on every run. */
export const chance: () => number = random(7);
const alphabets = {
  base62: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
  letters: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
  small: 'abcdefghijklmnopqrstuvwxyz0123456789',
  capitals: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789',
  base32: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567',
  hex: '0123456789abcdef',
  digits: '0123456789',
};

/** Characters by chance, the same on every run: no file of this repository holds a credential in one piece. */
export function chars(length: number, alphabet: keyof typeof alphabets = 'base62'): string {
  const from = alphabets[alphabet];
  return Array.from({ length }, () => from.charAt(Math.floor(chance() * from.length))).join('');
}

export const uuid = (): string => [8, 4, 4, 4, 12].map((length) => chars(length, 'hex')).join('-');

/** A token whose last six characters are the checksum of the thirty before them. */
export function withCrc(prefix: string): string {
  const body = chars(30);
  return `${prefix}${body}${base62Of(crc32(body))}`;
}

/** Texts that a kind must find, and at least twice as many that look alike and hold nothing of it. */
export interface CredentialSamples {
  readonly path?: string;
  readonly fires: readonly string[];
  readonly silent: readonly string[];
}

/** Asks about every kind of a file: what it must find, what it must not, and damage to both. */
export function judgeKinds(
  kinds: readonly SecretKind[],
  samples: Readonly<Record<string, CredentialSamples>>,
): void {
  test('every kind has samples, and nothing else has', () => {
    assert.deepEqual(Object.keys(samples).toSorted(), kinds.map(({ id }) => id).toSorted());
  });
  for (const kind of kinds)
    test(`${kind.id} finds what it is for, in text and in bytes, and nothing that looks alike`, () =>
      judge(kind, samples[kind.id]));
  test('damaged files are read to the end, and what is shown never holds a whole credential', () => {
    const fixtures = Object.values(samples)
      .flatMap(({ fires, silent }) => [...fires, ...silent])
      .map((text) => Buffer.from(text));
    const paths = ['.npmrc', '.pypirc', '.pgpass', '.env', 'x'];
    let turn = 0;
    fuzz(fixtures, (bytes) => {
      const path = paths[(turn += 1) % paths.length] ?? 'x';
      for (const { range, redacted, line, column } of findSecrets(bytes, { path })) {
        assert.ok(range[1] > range[0] && range[1] <= bytes.length + 2 && line > 0 && column > 0);
        assert.ok(redacted.includes('***'));
      }
    });
  });
}

function judge(kind: SecretKind, rows: CredentialSamples | undefined): void {
  assert.ok(rows, `samples for ${kind.id}`);
  const context = rows.path === undefined ? {} : { path: rows.path };
  assert.ok(rows.silent.length >= 2 * Math.min(rows.fires.length, 7) || rows.silent.length >= 6);
  for (const text of rows.fires) {
    const found = findSecrets(text, context);
    const kinds = found.map((match) => match.kind.id);
    assert.ok(kinds.includes(kind.id), `${text} → ${kinds.join()}`);
    assert.deepEqual(findSecrets(Buffer.from(text), context), found, 'ASCII text is its bytes');
    for (const { range, redacted } of found) {
      const secret = text.slice(...range);
      assert.ok(!redacted.includes(secret), `${redacted} shows all`);
      const shown = redacted.replaceAll(/-----BEGIN [A-Z ]+-----|PuTTY-User-Key-File|\*|\s/g, '');
      assert.ok(shown.length * 4 <= secret.length, `${redacted} shows too much`);
    }
  }
  for (const text of rows.silent) {
    const found = findSecrets(text, context).filter((match) => match.kind === kind);
    assert.deepEqual(found, [], text);
  }
}
