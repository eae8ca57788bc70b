import type { KubernetesRule } from '../../kubernetes/rule.ts';
import { rbacAttach } from './attach.ts';
import { rbacCloudIam } from './cloud-iam.ts';
import { rbacClusterAdmin } from './cluster-admin.ts';
import { rbacConfigmaps } from './configmaps.ts';
import { rbacCreatePods } from './create-pods.ts';
import { rbacCsr } from './csr.ts';
import { rbacDefaultSa } from './default-sa.ts';
import { rbacDelete } from './delete.ts';
import { rbacEphemeral } from './ephemeral.ts';
import { rbacEscalate } from './escalate.ts';
import { rbacExec } from './exec.ts';
import { rbacImpersonate } from './impersonate.ts';
import { rbacNetworking } from './networking.ts';
import { rbacNodeTokens } from './node-tokens.ts';
import { rbacNodesProxy } from './nodes-proxy.ts';
import { rbacPortforward } from './portforward.ts';
import { rbacPv } from './pv.ts';
import { rbacSecrets } from './secrets.ts';
import { rbacStatus } from './status.ts';
import { rbacSubjectInvalid } from './subject-invalid.ts';
import { rbacSysgroups } from './sysgroups.ts';
import { rbacTokenSecrets } from './token-secrets.ts';
import { rbacTokenWeakns } from './token-weakns.ts';
import { rbacTokenrequest } from './tokenrequest.ts';
import { rbacUnused } from './unused.ts';
import { rbacWebhooks } from './webhooks.ts';
import { rbacWildcard } from './wildcard.ts';

/** Every rule about roles and bindings; a new one is a new file and one entry here. */
export const rbacRules: readonly KubernetesRule[] = [
  rbacAttach,
  rbacCloudIam,
  rbacClusterAdmin,
  rbacConfigmaps,
  rbacCreatePods,
  rbacCsr,
  rbacDefaultSa,
  rbacDelete,
  rbacEphemeral,
  rbacEscalate,
  rbacExec,
  rbacImpersonate,
  rbacNetworking,
  rbacNodeTokens,
  rbacNodesProxy,
  rbacPortforward,
  rbacPv,
  rbacSecrets,
  rbacStatus,
  rbacSubjectInvalid,
  rbacSysgroups,
  rbacTokenSecrets,
  rbacTokenWeakns,
  rbacTokenrequest,
  rbacUnused,
  rbacWebhooks,
  rbacWildcard,
];
