import { listOf, numberOf, objectOf, textOf } from '../../formats/json-values.ts';
import type { JsonObject } from '../../formats/json-values.ts';
import type { Answer } from '../contract.ts';
import { valueOf, unreadWords } from '../fact.ts';
import type { DaemonView } from './view.ts';

/** The part of `/info` about the swarm this daemon belongs to. */
export interface Swarm {
  readonly manager: boolean;
  readonly managers: number;
  readonly nodes: number;
  readonly nodeAddress: string;
  /** `Cluster.Spec`, which only managers know. */
  readonly spec: JsonObject;
  readonly remoteManagers: number;
}

/**
 * The swarm of a daemon, when there is one. Answers `not-applicable` or `could-not-read` itself and
 * gives undefined otherwise; with `manager` also where the node is no manager.
 */
export function swarmOf(view: DaemonView, answer: Answer, manager: boolean): Swarm | undefined {
  if (view.info?.state === 'unread') {
    answer.couldNotRead(unreadWords('docker info', view.info.code));
    return undefined;
  }
  const swarm = objectOf(objectOf(valueOf(view.info))['Swarm']);
  if (textOf(swarm['LocalNodeState']) !== 'active') {
    answer.notApplicable({ en: 'the daemon is in no swarm', 'zh-CN': '守护进程不在 Swarm 中' });
    return undefined;
  }
  const found: Swarm = {
    manager: swarm['ControlAvailable'] === true,
    managers: numberOf(swarm['Managers']) ?? 0,
    nodes: numberOf(swarm['Nodes']) ?? 0,
    nodeAddress: textOf(swarm['NodeAddr']) ?? '',
    spec: objectOf(objectOf(swarm['Cluster'])['Spec']),
    remoteManagers: listOf(swarm['RemoteManagers']).length,
  };
  if (found.manager || !manager) return found;
  answer.notApplicable({ en: 'the node is no manager', 'zh-CN': '该节点不是管理节点' });
  return undefined;
}
