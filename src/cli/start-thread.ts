import { whenResting } from '../io/workers.ts';
import { openPieces } from './built-pieces.ts';

declare const PLIMSOLL_PIECES: string;

/** The first code of a worker thread of the built program: runs the piece named, and keeps what V8 made of it. */
export function startThread(piece: string): void {
  const pieces = openPieces(piece, PLIMSOLL_PIECES);
  whenResting(() => pieces.remember());
  pieces.load(piece);
}
