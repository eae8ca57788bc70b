import type { CheckRule } from '../contract.ts';
import type { DockerfileView } from './view.ts';

/** A rule about Dockerfiles. */
export type DockerfileRule = CheckRule<DockerfileView>;

/** A section of the reference of the Dockerfile. */
export const dockerfilePage = (section: string): string =>
  `https://docs.docker.com/reference/dockerfile/#${section}`;

/** A check of BuildKit. */
export const buildCheckPage = (name: string): string =>
  `https://docs.docker.com/reference/build-checks/${name}/`;

/** A section of the guide to building. */
export const practicesPage = (section: string): string =>
  `https://docs.docker.com/build/building/best-practices/#${section}`;
