import { join } from 'node:path';

import { standardFolders } from '../io/folders.ts';
import { Pieces } from '../io/pieces.ts';
import type { PieceTable } from '../io/pieces.ts';
import { surroundings } from '../io/process.ts';

/** The pieces of the built program by their `table`, as JSON, with the code kept for one kind of run. */
export function openPieces(room: string, table: string): Pieces {
  const { environment } = surroundings();
  const { cache } = standardFolders(environment, environment['PLIMSOLL_CACHE_DIR'] || undefined);
  const folders = { program: import.meta.dirname, compiled: join(cache, 'code', room) };
  return new Pieces(JSON.parse(table) as PieceTable, folders);
}
