import type { CheckFamily } from '../contract.ts';
import { openJsonViews } from '../json-views.ts';
import { imageRules } from './rules/index.ts';
import { imageView } from './view.ts';
import type { ImageView } from './view.ts';

/** Images by configuration and history: `docker image inspect`, or an OCI configuration. */
export const imageFamily: CheckFamily<ImageView> = {
  id: 'image-config',
  examplePath: 'image.json',
  rules: imageRules,
  open: (files) => openJsonViews(files, 'image configuration', imageView),
};
