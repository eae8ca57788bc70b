import type { KubernetesRule } from '../../kubernetes/rule.ts';
import { ingNginxSnippet } from './ing-nginx-snippet.ts';
import { ingTls } from './ing-tls.ts';
import { ingWildcard } from './ing-wildcard.ts';
import { npCilium } from './np-cilium.ts';
import { npCni } from './np-cni.ts';
import { npConnectivity } from './np-connectivity.ts';
import { npDefaultDeny } from './np-default-deny.ts';
import { npLintAll } from './np-lint-all.ts';
import { npLintDns } from './np-lint-dns.ts';
import { npLintSource } from './np-lint-source.ts';
import { npMissing } from './np-missing.ts';
import { npPublic } from './np-public.ts';
import { npRedundant } from './np-redundant.ts';
import { npSelector } from './np-selector.ts';
import { svcExposed } from './svc-exposed.ts';
import { svcExternalip } from './svc-externalip.ts';
import { svcLb } from './svc-lb.ts';
import { svcNodeport } from './svc-nodeport.ts';
import { svcSelector } from './svc-selector.ts';

/** Every rule about network policies, Services and Ingresses; a new one is a new file and one entry here. */
export const netpolRules: readonly KubernetesRule[] = [
  ingNginxSnippet,
  ingTls,
  ingWildcard,
  npCilium,
  npCni,
  npConnectivity,
  npDefaultDeny,
  npLintAll,
  npLintDns,
  npLintSource,
  npMissing,
  npPublic,
  npRedundant,
  npSelector,
  svcExposed,
  svcExternalip,
  svcLb,
  svcNodeport,
  svcSelector,
];
