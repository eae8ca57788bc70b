import type { SecretKind } from './contract.ts';
import { secretFinder } from './find.ts';
import type { SecretFinder } from './find.ts';
import { chatKinds } from './kinds/chat.ts';
import { cloudKinds } from './kinds/cloud.ts';
import { fileKinds } from './kinds/files.ts';
import { genericKinds } from './kinds/generic.ts';
import { jwtKinds } from './kinds/jwt.ts';
import { keyKinds } from './kinds/keys.ts';
import { registryKinds, serviceKinds } from './kinds/tokens.ts';
import { urlKinds } from './kinds/urls.ts';
import { secretRemover } from './without.ts';

export type { Confidence, SecretContext, SecretKind, SecretMatch } from './contract.ts';
export { isSecretFile, secretFile, secretFiles } from './file-name.ts';
export type { SecretFile } from './file-name.ts';
export { isSecretName, wordsOf } from './name.ts';
export { isPlaceholder, isReference } from './placeholder.ts';
export { redact } from './redact.ts';

/** Every kind of credential that is looked for. Where two match the same text, the one that stands first counts. */
export const secretKinds: readonly SecretKind[] = [
  ...keyKinds,
  ...cloudKinds,
  ...registryKinds,
  ...serviceKinds,
  ...chatKinds,
  ...jwtKinds,
  ...fileKinds,
  ...urlKinds,
  ...genericKinds,
];

/**
 * The credentials in a text or in bytes. Placeholders (`changeme`, `${VAR}`) and examples that
 * vendors publish are none. Bytes are read as they are, so that offsets count bytes; UTF-16 with a
 * byte-order mark is decoded first.
 * @throws {LimitError} `text_bytes`; `secret_matches`.
 */
export const findSecrets: SecretFinder = secretFinder(secretKinds);

/** The text with every credential in it replaced by what may be shown of it. */
export const withoutSecrets: (text: string) => string = secretRemover(findSecrets);
