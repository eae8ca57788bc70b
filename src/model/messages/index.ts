import { checkMessages } from './check.ts';
import { cliMessages } from './cli.ts';
import { imageMessages } from './image.ts';
import { reportMessages } from './report.ts';
import { scanMessages } from './scan.ts';
import type { MessageTable } from './table.ts';

/** Every message table; a new room's table is one line here. No id stands in two of them. */
export const messageTables: readonly MessageTable[] = [
  checkMessages,
  cliMessages,
  imageMessages,
  reportMessages,
  scanMessages,
];
