import type { CheckFamily } from '../contract.ts';
import { openJsonViews } from '../json-views.ts';
import { containerRules } from './rules/index.ts';
import { containerView } from './view.ts';
import type { ContainerView } from './view.ts';

/** Containers, as `docker inspect` describes them. */
export const containerFamily: CheckFamily<ContainerView> = {
  id: 'container',
  examplePath: 'container.json',
  rules: containerRules,
  open: (files) => openJsonViews(files, 'container', (json) => containerView(json)),
};
