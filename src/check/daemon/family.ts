import type { CheckFamily } from '../contract.ts';
import { openJsonViews } from '../json-views.ts';
import { daemonRules } from './rules/index.ts';
import { daemonView } from './view.ts';
import type { DaemonView } from './view.ts';

/** Docker daemons by what is in force, and `daemon.json` alone. */
export const daemonFamily: CheckFamily<DaemonView> = {
  id: 'daemon',
  examplePath: 'daemon.json',
  rules: daemonRules,
  open: (files) => openJsonViews(files, 'docker daemon', daemonView),
};
