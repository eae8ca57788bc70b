import { spawn } from 'node:child_process';

import { IoError } from './errors.ts';

/** A program of the user's own to be run, without a shell. */
export interface ProgramRun {
  readonly program: string;
  readonly arguments: readonly string[];
  /** Text for its standard input. */
  readonly input: string;
  /** Milliseconds after which it is killed. */
  readonly timeout: number;
  /** Bytes of standard output above which it is killed. */
  readonly maxBytes: number;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal | undefined;
  /** Keeps the beginning of standard error too, for programs whose words the user needs. */
  readonly keepErrors?: boolean;
}

/** How a program ended. */
export interface ProgramResult {
  /** Exit code; 128 when a signal ended it. */
  readonly exitCode: number;
  readonly output: string;
  /** Standard error, at most 8 KiB of it; empty unless asked for. */
  readonly errors: string;
}

const keptErrors = 8192;

/** Milliseconds for the last output to arrive after a program ended. */
const pipeGrace = 500;

/**
 * Runs a program and collects its standard output; standard error is dropped unless asked for.
 * @throws {IoError} IO_PROGRAM_FAILED when it cannot be started, takes too long or writes too much.
 */
export function runProgram(run: ProgramRun): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(run.program, run.arguments, {
      env: run.environment,
      ...(run.signal === undefined ? {} : { signal: run.signal }),
    });
    const chunks: Buffer[] = [];
    let total = 0;
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => {
      if (run.keepErrors === true && errors.length < keptErrors) errors += chunk.toString('utf8');
    });
    const fail = (state: string, cause?: unknown): void => {
      child.kill('SIGKILL');
      reject(new IoError('IO_PROGRAM_FAILED', `Cannot run "${run.program}": ${state}`, { cause }));
    };
    const timer = setTimeout(
      () => fail(`it did not end, expected that within ${run.timeout} ms`),
      run.timeout,
    );
    child.stdout.on('data', (chunk: Buffer) => {
      total += chunk.byteLength;
      if (total > run.maxBytes) fail(`it wrote more than ${run.maxBytes} bytes`);
      else chunks.push(chunk);
    });
    child.on('error', (error) => {
      clearTimeout(timer);
      fail(error.message, error);
    });
    const end = (exitCode: number | null): void => {
      clearTimeout(timer);
      child.stdout.destroy();
      child.stderr.destroy();
      resolve({
        exitCode: exitCode ?? 128,
        output: Buffer.concat(chunks).toString('utf8'),
        errors: errors.slice(0, keptErrors),
      });
    };
    child.on('close', end);
    // A grandchild that keeps the pipe open must not keep us waiting for its end.
    child.on('exit', (exitCode) => setTimeout(() => end(exitCode), pipeGrace).unref());
    // A program that does not read its input closes the pipe early; its answer counts all the same.
    child.stdin.on('error', () => {});
    child.stdin.end(run.input);
  });
}
