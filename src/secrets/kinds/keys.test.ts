import { generateKeyPairSync } from 'node:crypto';
import { chance, chars, judgeKinds } from '../../../test/kit/credentials.ts';
import { keyKinds } from './keys.ts';

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
const sec1 = privateKey.export({ type: 'sec1', format: 'pem' });
const lockedPem = privateKey.export({
  type: 'pkcs8',
  format: 'pem',
  cipher: 'aes-256-cbc',
  passphrase: 'x',
});
const publicPem = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' });

/** A file as ssh-keygen writes it, with chance where the key is. */
function openssh(cipher: string): string {
  const text = (value: string): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(value.length);
    return Buffer.concat([length, Buffer.from(value, 'latin1')]);
  };
  const bytes = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    text(cipher),
    text(cipher === 'none' ? 'none' : 'bcrypt'),
    text(chars(200)),
  ]);
  const lines = bytes.toString('base64').replaceAll(/.{70}/g, '$&\n');
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines}\n-----END OPENSSH PRIVATE KEY-----\n`;
}

function putty(cipher: string): string {
  return [
    'PuTTY-User-Key-File-3: ssh-ed25519',
    `Encryption: ${cipher}`,
    'Comment: a key',
    'Public-Lines: 2',
    chars(64),
    chars(16),
    'Private-Lines: 1',
    chars(64),
    `Private-MAC: ${chars(64, 'hex')}`,
  ].join('\n');
}

/** Bech32 as BIP 173 writes it, with the checksum found by trial of the reference algorithm. */
function age(): string {
  const letters = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
  const data = Array.from({ length: 52 }, () => Math.floor(chance() * 32));
  const prefix = 'age-secret-key-';
  const expanded = [
    ...Array.from(prefix, (letter) => letter.charCodeAt(0) >> 5),
    0,
    ...Array.from(prefix, (letter) => letter.charCodeAt(0) & 31),
  ];
  let sum = 1;
  for (const value of [...expanded, ...data, 0, 0, 0, 0, 0, 0]) {
    const top = sum >>> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ value;
    for (const [bit, generator] of [
      0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3,
    ].entries())
      if ((top >> bit) & 1) sum ^= generator;
  }
  sum ^= 1;
  const checksum = Array.from({ length: 6 }, (_, at) => (sum >>> (5 * (5 - at))) & 31);
  return `${prefix}1${[...data, ...checksum].map((value) => letters.charAt(value)).join('')}`.toUpperCase();
}

judgeKinds(keyKinds, {
  'gcp-service-account': {
    fires: [
      JSON.stringify({
        type: 'service_account',
        private_key_id: chars(40, 'hex'),
        private_key: pem,
      }),
    ],
    silent: [
      JSON.stringify({
        type: 'service_account',
        private_key_id: chars(40, 'hex'),
        private_key: '${KEY}',
      }),
      JSON.stringify({
        private_key_id: chars(40, 'hex'),
        client_email: 'a@b.iam.gserviceaccount.com',
      }),
    ],
  },
  'private-key': {
    fires: [
      pem,
      sec1,
      JSON.stringify({ key: pem }),
      sec1.replace('-----\n', '-----\nComment: a key\nHost-Name: b.example\n\n'),
      JSON.stringify({ key: sec1.replace('-----\n', '-----\r\nComment: a key\r\n\r\n') }),
    ],
    silent: [
      publicPem,
      pem.replaceAll('PRIVATE KEY', 'CERTIFICATE'),
      '-----BEGIN PRIVATE KEY-----',
      // What could be parted into headers in many ways took hours.
      `-----BEGIN RSA PRIVATE KEY-----\n${'Abc: '.repeat(400)}`,
      `-----BEGIN RSA PRIVATE KEY-----\n${'Abc: d'.repeat(400)}\n-----END RSA PRIVATE KEY-----`,
      '-----BEGIN RSA PRIVATE KEY-----\n...\n-----END RSA PRIVATE KEY-----',
      `-----BEGIN RSA PRIVATE KEY-----\n${'MIIx'.repeat(40)}\n-----END RSA PRIVATE KEY-----`,
      'const header = "-----BEGIN PRIVATE KEY-----"; const footer = "-----END PRIVATE KEY-----";',
    ],
  },
  'openssh-private-key': {
    fires: [openssh('none')],
    silent: [openssh('aes256-ctr'), `ssh-ed25519 ${chars(68)} a@b`],
  },
  'encrypted-private-key': {
    fires: [lockedPem, openssh('aes256-ctr')],
    silent: [pem, openssh('none'), '-----BEGIN ENCRYPTED PRIVATE KEY-----', publicPem],
  },
  'pgp-private-key': {
    fires: [
      `-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: GnuPG v2\n\n${chars(300)}\n=${chars(4)}\n-----END PGP PRIVATE KEY BLOCK-----`,
    ],
    silent: [
      `-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n${chars(300)}\n-----END PGP PUBLIC KEY BLOCK-----`,
      `-----BEGIN PGP SIGNATURE-----\n\n${chars(300)}\n-----END PGP SIGNATURE-----`,
    ],
  },
  'putty-private-key': {
    fires: [putty('none'), putty('aes256-cbc').replaceAll('\n', '\r\n')],
    silent: [
      'PuTTY-User-Key-File-2: ssh-rsa',
      putty('none').replace('Private-Lines', 'Other-Lines'),
      'PuTTY',
      'Private-Lines: 8',
    ],
  },
  'age-secret-key': {
    fires: [age()],
    silent: [`AGE-SECRET-KEY-1${'Q'.repeat(58)}`, `age1${chars(58, 'small')}`],
  },
  'kubeconfig-client-key': {
    fires: [`    client-key-data: ${Buffer.from(pem).toString('base64')}`],
    silent: [
      `    client-certificate-data: ${Buffer.from(publicPem).toString('base64')}`,
      '    client-key-data: REDACTED',
    ],
  },
});
