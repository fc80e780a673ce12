/** A growing row of bytes with the number encodings of the WebAssembly binary format. */

const scratch = new DataView(new ArrayBuffer(8));
const scratchBytes = new Uint8Array(scratch.buffer);

export class Bytes {
  private held = new Uint8Array(256);
  length = 0;

  byte(value: number): void {
    if (this.length === this.held.length) this.reserve(1);
    this.held[this.length++] = value;
  }

  copy(source: Uint8Array, from = 0, to: number = source.length): void {
    this.reserve(to - from);
    // Most pieces are a few bytes long: shorter than a call of `set` takes.
    for (let at = from; at < to; at++) this.held[this.length++] = source[at]!;
  }

  /** LEB128 of an unsigned number below 2³². */
  unsigned(value: number): void {
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) this.byte((rest % 128) | 128);
    this.byte(rest);
  }

  /** LEB128 of a signed 32-bit number. */
  signed(value: number): void {
    let rest = value | 0;
    for (;;) {
      const low = rest & 127;
      rest >>= 7;
      const done = (rest === 0 && (low & 64) === 0) || (rest === -1 && (low & 64) !== 0);
      this.byte(done ? low : low | 128);
      if (done) return;
    }
  }

  float32(value: number): void {
    scratch.setFloat32(0, value, true);
    this.copy(scratchBytes, 0, 4);
  }

  float64(value: number): void {
    scratch.setFloat64(0, value, true);
    this.copy(scratchBytes, 0, 8);
  }

  word(pattern: bigint): void {
    scratch.setBigUint64(0, BigInt.asUintN(64, pattern), true);
    this.copy(scratchBytes, 0, 8);
  }

  /** A name: its length and its letters, which are ASCII here. */
  name(text: string): void {
    this.unsigned(text.length);
    for (let at = 0; at < text.length; at++) this.byte(text.charCodeAt(at));
  }

  /** Another row, with its length before it. */
  block(other: Bytes): void {
    this.unsigned(other.length);
    this.reserve(other.length);
    this.held.set(other.view(), this.length);
    this.length += other.length;
  }

  view(): Uint8Array<ArrayBuffer> {
    return this.held.subarray(0, this.length);
  }

  private reserve(more: number): void {
    if (this.length + more <= this.held.length) return;
    const wider = new Uint8Array(2 * (this.length + more));
    wider.set(this.view());
    this.held = wider;
  }
}
