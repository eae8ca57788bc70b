import type { CheckRule } from '../../contract.ts';
import type { HostView } from '../view.ts';
import { apiAudit } from './api-audit.ts';
import { auditExec } from './audit-exec.ts';
import { auditWatches } from './audit-watches.ts';
import { dockerFiles } from './docker-files.ts';
import { dockerGroup } from './docker-group.ts';
import { hostFirewall } from './host-firewall.ts';
import { kernelSettings } from './kernel-settings.ts';
import { partition } from './partition.ts';
import { registryAccess } from './registry-access.ts';

/** Every rule about the machine around a daemon; a new one is a new file and one line here. */
export const hostRules: readonly CheckRule<HostView>[] = [
  partition,
  dockerGroup,
  auditWatches,
  kernelSettings,
  apiAudit,
  hostFirewall,
  registryAccess,
  auditExec,
  dockerFiles,
];
