import { isBech32 } from '../checksum.ts';
import type { Confidence, SecretKind } from '../contract.ts';
import { entropy } from '../entropy.ts';

/** Where bytes are shown with their line breaks written out, `\n` stands between the lines. */
const body = String.raw`(?:[A-Za-z0-9+/=\s]|\\[nr]){60,20000}`;
/** Each begins and ends at a line break, or one text could be parted into five of them in many ways. */
const headers = String.raw`(?:(?:[\r\n]\s{0,3}(?:\\[nr]){0,2}|(?:\\[nr]){1,2})[A-Za-z][A-Za-z-]{2,20}: [^\r\n\\]{1,200}(?=[\r\n\\])){0,5}`;

function armour(word: string): RegExp {
  return new RegExp(
    `(?<value>-----BEGIN ${word}-----(?<headers>${headers})(?<body>${body})-----END)`,
    'dy',
  );
}

/** Base 64 of a real key is close to random; text set in armour as a sample is not. */
function isKey(text: string | undefined): boolean {
  return entropy((text ?? '').replaceAll(/\\[nr]|\s/g, '').slice(0, 400)) >= 3.5;
}

function bodyBytes(text: string | undefined): Buffer {
  return Buffer.from((text ?? '').slice(0, 2000).replaceAll(/\\[nr]|\s/g, ''), 'base64');
}

/** The cipher that an OpenSSH key is locked with, `none` when it is not; undefined when it is no such key (PROTOCOL.key). */
function opensshCipher(text: string | undefined): string | undefined {
  const bytes = bodyBytes(text);
  const magic = 'openssh-key-v1\0';
  if (bytes.length < 40 || bytes.toString('latin1', 0, magic.length) !== magic) return undefined;
  const length = bytes.readUInt32BE(magic.length);
  return length > 40
    ? undefined
    : bytes.toString('latin1', magic.length + 4, magic.length + 4 + length);
}

/** DER of PKCS #1, PKCS #8, SEC 1: a sequence. */
const isDer = (text: string | undefined): boolean => bodyBytes(text)[0] === 0x30;

const locked = (text: string | undefined): boolean => text?.includes('ENCRYPTED') === true;

function plain(groups: Readonly<Record<string, string | undefined>>): Confidence | undefined {
  if (locked(groups['headers']) || !isKey(groups['body'])) return undefined;
  return isDer(groups['body']) ? 'certain' : undefined;
}

/** Private keys in the forms that tools write. */
export const keyKinds: readonly SecretKind[] = [
  {
    id: 'gcp-service-account',
    title: { en: 'key of a Google service account', 'zh-CN': 'Google 服务账号密钥' },
    severity: 'critical',
    reference: 'https://cloud.google.com/iam/docs/service-account-creds',
    keywords: ['"private_key_id"'],
    pattern: new RegExp(
      String.raw`"private_key_id"\s{0,8}:\s{0,8}"[a-f0-9]{20,64}"\s{0,8},\s{0,40}"private_key"\s{0,8}:\s{0,8}"(?<value>-----BEGIN (?:RSA )?PRIVATE KEY-----(?<headers>)(?<body>${body})-----END)`,
      'dy',
    ),
    confidence: 'certain',
    judge: (_, groups) => plain(groups),
  },
  {
    id: 'private-key',
    title: { en: 'private key (PEM)', 'zh-CN': '私钥(PEM)' },
    severity: 'critical',
    reference: 'https://www.rfc-editor.org/rfc/rfc7468',
    keywords: ['-----BEGIN '],
    pattern: armour('(?:RSA |EC |DSA |ED25519 )?PRIVATE KEY'),
    confidence: 'certain',
    judge: (_, groups) => plain(groups),
  },
  {
    id: 'openssh-private-key',
    title: { en: 'private key of SSH', 'zh-CN': 'SSH 私钥' },
    severity: 'critical',
    reference: 'https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.key',
    keywords: ['-----BEGIN '],
    pattern: armour('OPENSSH PRIVATE KEY'),
    confidence: 'certain',
    judge: (_, groups) => (opensshCipher(groups['body']) === 'none' ? 'certain' : undefined),
  },
  {
    id: 'encrypted-private-key',
    title: { en: 'private key locked with a passphrase', 'zh-CN': '受口令保护的私钥' },
    severity: 'medium',
    reference: 'https://www.rfc-editor.org/rfc/rfc7468#section-11',
    keywords: ['-----BEGIN '],
    pattern: armour('(?:RSA |EC |DSA |ED25519 |ENCRYPTED |OPENSSH )?PRIVATE KEY'),
    confidence: 'likely',
    judge: (value, groups) => {
      const cipher = opensshCipher(groups['body']);
      if (cipher !== undefined) return cipher === 'none' ? undefined : 'likely';
      const closed = locked(groups['headers']) || value.startsWith('-----BEGIN ENCRYPTED');
      return closed && isKey(groups['body']) ? 'likely' : undefined;
    },
  },
  {
    id: 'pgp-private-key',
    title: { en: 'private key of OpenPGP', 'zh-CN': 'OpenPGP 私钥' },
    severity: 'high',
    reference: 'https://www.rfc-editor.org/rfc/rfc9580#section-6.2',
    keywords: ['-----BEGIN PGP '],
    pattern: armour('PGP PRIVATE KEY BLOCK'),
    confidence: 'likely',
    judge: (_, groups) => (isKey(groups['body']) ? 'likely' : undefined),
  },
  {
    id: 'putty-private-key',
    title: { en: 'private key of PuTTY', 'zh-CN': 'PuTTY 私钥' },
    severity: 'critical',
    reference: 'https://the.earth.li/~sgtatham/putty/latest/htmldoc/AppendixC.html',
    keywords: ['PuTTY-User-Key-File-'],
    pattern:
      /(?<value>PuTTY-User-Key-File-[123]: [a-z0-9-]{1,40}\r?\nEncryption: (?<cipher>[a-z0-9-]{1,30})\r?\nComment: [^\r\n]{0,300}\r?\nPublic-Lines: \d{1,4}\r?\n[A-Za-z0-9+/=\r\n]{1,20000}(?:Key-Derivation: [^\r\n]{0,40}\r?\n(?:Argon2-[A-Za-z]{1,20}: [^\r\n]{0,100}\r?\n){0,6})?Private-Lines: \d{1,4}\r?\n(?<body>[A-Za-z0-9+/=\r\n]{20,20000}))/dy,
    confidence: 'certain',
    judge: (_, { cipher, body: text }) => {
      if (!isKey(text)) return undefined;
      return cipher === 'none' ? 'certain' : 'likely';
    },
  },
  {
    id: 'age-secret-key',
    title: { en: 'secret key of age', 'zh-CN': 'age 私钥' },
    severity: 'critical',
    reference: 'https://age-encryption.org/v1',
    keywords: ['AGE-SECRET-KEY-1'],
    pattern: /(?<value>AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58})(?![A-Z0-9])/dy,
    confidence: 'certain',
    judge: (value) => (isBech32(value) ? 'certain' : undefined),
  },
  {
    id: 'kubeconfig-client-key',
    title: { en: 'client key of a kubeconfig', 'zh-CN': 'kubeconfig 客户端私钥' },
    severity: 'critical',
    reference:
      'https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/',
    keywords: ['client-key-data'],
    pattern:
      /client-key-data["']?[ \t]{0,4}:[ \t]{0,8}["']?(?<value>[A-Za-z0-9+/]{100,12000}={0,2})/dy,
    confidence: 'certain',
    // The armour of a PEM key, in base 64.
    judge: (value) => (value.startsWith('LS0tLS1CRUdJTi') ? 'certain' : undefined),
  },
];
