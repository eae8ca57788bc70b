import { databases } from './databases.ts';
import { goPrograms } from './go-programs.ts';
import { languages } from './languages.ts';
import type { Program } from './program.ts';
import { servers } from './servers.ts';
import { tools } from './tools.ts';

/** Every program that is recognised; a new one is a new row in one of these tables. */
export const programs: readonly Program[] = [
  ...languages,
  ...servers,
  ...databases,
  ...goPrograms,
  ...tools,
];
