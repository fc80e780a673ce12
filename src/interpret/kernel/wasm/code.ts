/**
 * The body of one function, written instruction by instruction into bytes. Locals are numbers; `marks` remembers where
 * the body names one, so that the same bytes can be laid into another function under other numbers (`inline`).
 */
import { Bytes } from "./bytes.ts";
import { control, laneAccess, numberAccess, scalar, shuffle, types, variable, vector, vectorAccess, vectorConst, type ValueType } from "./opcodes.ts";

/** The number of a parameter or local. */
export type Local = number;

export class Code {
  readonly body = new Bytes();
  readonly locals: ValueType[] = [];
  /** Places of the instructions that name a local. */
  readonly marks: number[] = [];
  readonly parameters: readonly ValueType[];

  constructor(parameters: readonly ValueType[]) {
    this.parameters = parameters;
  }

  /** A fresh local, zero at the start. */
  local(type: ValueType): Local {
    return this.parameters.length + this.locals.push(type) - 1;
  }

  get(local: Local): void {
    this.named(variable.get, local);
  }
  set(local: Local): void {
    this.named(variable.set, local);
  }
  tee(local: Local): void {
    this.named(variable.tee, local);
  }

  integer(value: number): void {
    this.body.byte(0x41);
    this.body.signed(value);
  }

  do(instruction: keyof typeof scalar): void {
    this.body.byte(scalar[instruction]);
  }

  /** A vector instruction without immediates, by name or by number. */
  lanes(instruction: keyof typeof vector | number): void {
    this.prefixed(typeof instruction === "number" ? instruction : vector[instruction]);
  }

  /** 16 bytes, as two words. */
  constant(low: bigint, high: bigint): void {
    this.prefixed(vectorConst);
    this.body.word(low);
    this.body.word(high);
  }
  constant32(value: number): void {
    this.prefixed(vectorConst);
    for (let lane = 0; lane < 4; lane++) this.body.float32(value);
  }
  constant64(value: number): void {
    this.prefixed(vectorConst);
    for (let lane = 0; lane < 2; lane++) this.body.float64(value);
  }

  shuffle(bytes: readonly number[]): void {
    this.prefixed(shuffle);
    for (const each of bytes) this.body.byte(each);
  }

  extract(instruction: number, lane: number): void {
    this.prefixed(instruction);
    this.body.byte(lane);
  }

  access(instruction: keyof typeof numberAccess | keyof typeof vectorAccess, offset: number): void {
    if (instruction in numberAccess) this.body.byte(numberAccess[instruction as keyof typeof numberAccess]);
    else this.prefixed(vectorAccess[instruction as keyof typeof vectorAccess]);
    this.address(offset);
  }
  accessLane(instruction: keyof typeof laneAccess, offset: number, lane: number): void {
    this.prefixed(laneAccess[instruction]);
    this.address(offset);
    this.body.byte(lane);
  }

  /** Fills `length` bytes with a value: destination, value and length are on the stack. */
  fillMemory(): void {
    this.body.byte(0xfc);
    this.body.byte(0x0b);
    this.body.byte(0);
  }

  /** Repeats `inside` while the number that it leaves on the stack is not 0. */
  repeat(inside: () => void): void {
    this.body.byte(control.loop);
    this.body.byte(0x40);
    inside();
    this.body.byte(control.brIf);
    this.body.byte(0);
    this.body.byte(control.end);
  }

  /** local += by. */
  add(local: Local, by: number): void {
    this.get(local);
    this.integer(by);
    this.do("i32Add");
    this.set(local);
  }

  /** Runs as often as `count` says, which is at least once; `turns` counts down. */
  times(turns: Local, count: number, inside: () => void): void {
    this.integer(count);
    this.set(turns);
    this.countDown(turns, inside);
  }

  /** The same, where the number is in `turns` already. */
  countDown(turns: Local, inside: () => void): void {
    this.repeat(() => {
      inside();
      this.get(turns);
      this.integer(1);
      this.do("i32Sub");
      this.tee(turns);
    });
  }

  /** The number on the stack decides; both ways leave a value of this type, or none. */
  choose(type: ValueType | undefined, yes: () => void, no?: () => void): void {
    this.body.byte(control.if);
    this.body.byte(type === undefined ? 0x40 : types[type]);
    yes();
    if (no) {
      this.body.byte(control.else);
      no();
    }
    this.body.byte(control.end);
  }

  call(index: number): void {
    this.body.byte(control.call);
    this.body.unsigned(index);
  }

  /** The bytes of another body in this place; its parameters and locals are `images` here, in order. */
  inline(other: Code, images: readonly Local[]): void {
    const bytes = other.body.view();
    let from = 0;
    for (const mark of other.marks) {
      this.body.copy(bytes, from, mark);
      let at = mark + 1;
      let index = bytes[at]! & 127;
      for (let shift = 7; bytes[at++]! >= 128; shift += 7) index |= (bytes[at]! & 127) << shift;
      this.named(bytes[mark]!, images[index]!);
      from = at;
    }
    this.body.copy(bytes, from);
  }

  /** As the code section holds it: declarations of locals, run by run, then the body. */
  encode(): Bytes {
    const runs: { readonly type: ValueType; count: number }[] = [];
    for (const type of this.locals) {
      const last = runs.at(-1);
      if (last?.type === type) last.count++;
      else runs.push({ type, count: 1 });
    }
    const out = new Bytes();
    out.unsigned(runs.length);
    for (const { type, count } of runs) {
      out.unsigned(count);
      out.byte(types[type]);
    }
    out.copy(this.body.view());
    out.byte(control.end);
    return out;
  }

  private named(instruction: number, local: Local): void {
    this.marks.push(this.body.length);
    this.body.byte(instruction);
    this.body.unsigned(local);
  }

  private prefixed(instruction: number): void {
    this.body.byte(0xfd);
    this.body.unsigned(instruction);
  }

  /** Alignment is a hint without effect: none is promised. */
  private address(offset: number): void {
    this.body.byte(0);
    this.body.unsigned(offset);
  }
}
