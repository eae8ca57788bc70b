import type { CheckRule } from '../../contract.ts';
import type { ImageView } from '../view.ts';
import { contentTrust } from './content-trust.ts';
import { duplicateUsers } from './duplicate-users.ts';
import { emptyPassword } from './empty-password.ts';
import { historyAdd } from './history-add.ts';
import { historySudo } from './history-sudo.ts';
import { historyUpdate } from './history-update.ts';
import { imageHealthcheck } from './image-healthcheck.ts';
import { imageLatest } from './image-latest.ts';
import { imageSecret } from './image-secret.ts';
import { imageSignature } from './image-signature.ts';
import { imageSshServer } from './image-ssh-server.ts';
import { imageUser } from './image-user.ts';
import { knownVulnerabilities } from './known-vulnerabilities.ts';
import { miners } from './miners.ts';
import { minimalBase } from './minimal-base.ts';
import { secretFiles } from './secret-files.ts';
import { sensitiveVolume } from './sensitive-volume.ts';
import { setuidFiles } from './setuid-files.ts';
import { unneededPackages } from './unneeded-packages.ts';

/** Rules that look at files alone: they hold for a system without a configuration too. */
export const contentRules: readonly CheckRule<ImageView>[] = [
  secretFiles,
  setuidFiles,
  emptyPassword,
  duplicateUsers,
  imageSshServer,
  miners,
];

/** Every rule about an image; a new one is a new file and one line here. */
export const imageRules: readonly CheckRule<ImageView>[] = [
  imageUser,
  contentTrust,
  imageSignature,
  imageHealthcheck,
  historyUpdate,
  historyAdd,
  historySudo,
  sensitiveVolume,
  imageSecret,
  secretFiles,
  setuidFiles,
  emptyPassword,
  duplicateUsers,
  imageSshServer,
  imageLatest,
  unneededPackages,
  minimalBase,
  knownVulnerabilities,
  miners,
];
