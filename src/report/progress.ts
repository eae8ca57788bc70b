import type { RenderOptions } from './contract.ts';
import type { Line, Span } from './screen.ts';
import { lineWidth, paint } from './screen.ts';
import { clipped, displayWidth } from './width.ts';
import type { Words } from './words.ts';
import { wordsFor } from './words.ts';
import { append } from '../model/append.ts';

/** The steps that take long enough to be shown. */
export type ProgressPhase =
  | 'resolve'
  | 'database'
  | 'layers'
  | 'files'
  | 'match'
  | 'fetch'
  | 'build'
  | 'write';

/** How far a piece of work is. */
export interface ProgressState {
  readonly phase: ProgressPhase;
  /** Items or bytes done, and how many there are, when known. */
  readonly done?: number;
  readonly total?: number;
  readonly unit?: 'items' | 'bytes';
  /** What is worked on: a layer, a feed. A stranger may have named it. */
  readonly what?: string;
  /** Milliseconds since the work began: moves the wheel and shows that it is alive. */
  readonly elapsed: number;
}

/** Takes the cursor to the start of the line and empties it: written before a frame and at the end. */
export const eraseLine: string = '\r\u001b[2K';

const wheel = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const wheelMs = 100;
const barCells = 20;

/**
 * One frame of progress: a single line, always narrower than the terminal so that it never wraps,
 * without a line break. A pure function of the state; the caller writes it to stderr after
 * `eraseLine`, and only when that is a terminal.
 */
export function progressFrame(
  state: ProgressState,
  options: Pick<RenderOptions, 'lang' | 'color' | 'columns'>,
): string {
  const words = wordsFor(options.lang);
  const width = Math.max(10, (options.columns ?? 80) - 1);
  const mark = wheel[Math.floor(Math.max(0, state.elapsed) / wheelMs) % wheel.length] ?? '';
  const title = words.say(`progress.${state.phase}`);
  const parts: Span[][] = [
    [
      { text: `${mark} `, style: 'low' },
      { text: title, style: 'strong' },
    ],
    ...barOf(state),
    ...amountOf(state, words),
    ...(state.elapsed >= 1000 ? [[{ text: duration(state.elapsed) }]] : []),
  ];
  const kept: Span[] = [];
  for (const part of parts) {
    const gap: Span[] = kept.length === 0 ? [] : [{ text: '  ' }];
    if (lineWidth([...kept, ...gap, ...part]) > width) continue;
    append(kept, gap);
    append(kept, part);
  }
  const room = width - lineWidth(kept) - 2;
  if (state.what !== undefined && room >= 8) {
    kept.push({ text: '  ' }, { text: clipped(state.what, room), style: 'faint' });
  }
  const line: Line = kept.length === 0 ? [{ text: clipped(title, width) }] : kept;
  return paint(line, options.color);
}

/** A bar, when it is known how much there is. */
function barOf({ done, total }: ProgressState): readonly Span[][] {
  if (done === undefined || total === undefined || total <= 0) return [];
  const full = Math.round(barCells * Math.min(1, Math.max(0, done / total)));
  return [
    [
      { text: '━'.repeat(full), style: 'low' },
      { text: '─'.repeat(barCells - full), style: 'faint' },
    ],
  ];
}

function amountOf({ done, total, unit = 'items' }: ProgressState, words: Words): readonly Span[][] {
  if (done === undefined) return [];
  const write = (count: number): string => (unit === 'bytes' ? bytes(count) : String(count));
  const text =
    total === undefined
      ? write(done)
      : words.say('progress.of', { done: write(Math.min(done, total)), total: write(total) });
  return [[{ text }]];
}

/** `3.4 MB`: three digits, decimal units, as registries and disks count. */
export function bytes(count: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = Math.max(0, count);
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : 1;
  return `${value.toFixed(digits)} ${units[unit] ?? ''}`;
}

/** `12 s`, `3 min 05 s`. */
export function duration(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  const rest = String(seconds % 60).padStart(2, '0');
  return `${Math.floor(seconds / 60)} min ${rest} s`;
}

/** Cells of a frame without its colours; for tests and for callers that share the line. */
export function frameWidth(frame: string): number {
  return displayWidth(frame.replaceAll(/\u001b\[[0-9;]*m/g, ''));
}
