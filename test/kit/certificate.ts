import { generateKeyPairSync, sign } from 'node:crypto';

/** A certificate that signs itself, for servers on loopback. Made anew in each run. */
export interface TestCertificate {
  readonly cert: string;
  readonly key: string;
  /** The certificate as DER, for `x5c` headers. */
  readonly der: Buffer;
}

const oid = {
  commonName: [0x55, 0x04, 0x03],
  subjectAltName: [0x55, 0x1d, 0x11],
  basicConstraints: [0x55, 0x1d, 0x13],
  ecdsaWithSha256: [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02],
};

/** One DER element: tag, length, content (X.690 §8.1). */
function der(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  // DER wants the shortest form.
  const { length: size } = body;
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

const sequence = (...content: readonly Uint8Array[]): Buffer => der(0x30, ...content);
const objectId = (bytes: readonly number[]): Buffer => der(0x06, Buffer.from(bytes));
const isTrue: Buffer = der(0x01, Buffer.from([0xff]));

/** A P-256 certificate for `localhost` and 127.0.0.1, valid from 2020 to 2049, its own authority. */
export function selfSigned(): TestCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(objectId(oid.ecdsaWithSha256));
  const name = sequence(
    der(0x31, sequence(objectId(oid.commonName), der(0x0c, Buffer.from('plimsoll test')))),
  );
  const names = sequence(
    der(0x82, Buffer.from('localhost')),
    der(0x87, Buffer.from([127, 0, 0, 1])),
  );
  const toBeSigned = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    algorithm,
    name,
    sequence(der(0x17, Buffer.from('200101000000Z')), der(0x17, Buffer.from('491231235959Z'))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(
      0xa3,
      sequence(
        sequence(objectId(oid.basicConstraints), isTrue, der(0x04, sequence(isTrue))),
        sequence(objectId(oid.subjectAltName), der(0x04, names)),
      ),
    ),
  );
  const signature = der(0x03, Buffer.from([0]), sign('sha256', toBeSigned, privateKey));
  const bytes = sequence(toBeSigned, algorithm, signature);
  // No line may be empty, which it would be after 64 characters at the very end: OpenSSL stops there.
  const base64 = bytes.toString('base64').replaceAll(/.{64}(?=.)/g, '$&\n');
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    der: bytes,
  };
}
