import type { CheckFamily } from '../contract.ts';
import { openJsonViews } from '../json-views.ts';
import { networkRules } from './rules/index.ts';
import { networkView } from './view.ts';
import type { NetworkView } from './view.ts';

/** Networks of a daemon, as `docker network inspect` describes them. */
export const networkFamily: CheckFamily<NetworkView> = {
  id: 'docker-network',
  examplePath: 'network.json',
  rules: networkRules,
  open: (files) => openJsonViews(files, 'docker network', (json) => networkView(json)),
};
