import type { CheckFamily } from '../contract.ts';
import { openJsonViews } from '../json-views.ts';
import { hostRules } from './rules/index.ts';
import { hostView } from './view.ts';
import type { HostView } from './view.ts';

/** The machine around a docker daemon. */
export const hostFamily: CheckFamily<HostView> = {
  id: 'host',
  examplePath: 'host.json',
  rules: hostRules,
  open: (files) => openJsonViews(files, 'host', (json) => hostView(json)),
};
