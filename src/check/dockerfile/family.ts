import type { CheckFamily } from '../contract.ts';
import { withInstructionLine } from './instruction-line.ts';
import { openDockerfiles, scriptsIn } from './open.ts';
import { rules } from './rules/index.ts';
import type { DockerfileView } from './view.ts';

/** Dockerfiles: one view for each file. */
export const dockerfile: CheckFamily<DockerfileView> = {
  id: 'dockerfile',
  examplePath: 'Dockerfile',
  rules: rules.map(withInstructionLine),
  open: openDockerfiles,
  scripts: scriptsIn,
};
