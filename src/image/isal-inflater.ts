import type { IsalStream } from '../io/isal-stream.ts';
import type { Isal } from '../io/isal.ts';
import { damaged } from './inflater.ts';
import type { PlainSink, RawInflater } from './inflater.ts';

/** Raw deflate data through ISA-L: a third of the time, by code that the system brings and the user asked for. */
export class IsalInflater implements RawInflater {
  readonly #isal: Isal & { readonly ready: true };
  readonly #sink: PlainSink;
  #stream: IsalStream | undefined;

  constructor(isal: Isal & { readonly ready: true }, sink: PlainSink) {
    this.#isal = isal;
    this.#sink = sink;
    this.#stream = isal.open();
  }

  get checksum(): number {
    return this.#stream?.checksum ?? 0;
  }

  run(input: Buffer, at: number): number {
    const stream = this.#stream;
    if (stream === undefined) throw damaged('it was closed');
    let from = at;
    for (;;) {
      const made = stream.next(input, from);
      if (made < 0) throw damaged(stream.failure(made));
      from = stream.stopped;
      if (made > 0) this.#sink(stream.output, made);
      if (stream.ended) return from;
      if (from === input.length && made < stream.output.length) return from;
    }
  }

  reset(): void {
    this.#stream?.start();
  }

  close(): void {
    if (this.#stream !== undefined) this.#isal.giveBack(this.#stream);
    this.#stream = undefined;
  }
}
