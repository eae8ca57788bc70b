import type { KubernetesRule } from '../../kubernetes/rule.ts';
import { audCoverage } from './aud-coverage.ts';
import { audMaxage } from './aud-maxage.ts';
import { audMaxbackup } from './aud-maxbackup.ts';
import { audMaxsize } from './aud-maxsize.ts';
import { audPath } from './aud-path.ts';
import { audPolicy } from './aud-policy.ts';
import { audSecretLeak } from './aud-secret-leak.ts';

/** Every rule about the audit log; a new one is a new file and one entry here. */
export const auditRules: readonly KubernetesRule[] = [
  audCoverage,
  audMaxage,
  audMaxbackup,
  audMaxsize,
  audPath,
  audPolicy,
  audSecretLeak,
];
