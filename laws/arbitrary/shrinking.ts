/**
 * Arbitraries that shrink by a pure function from a value to smaller ones, largest steps first. What a value was drawn from
 * does not matter: a value found elsewhere shrinks as well, through any number of steps.
 */
import fc from "fast-check";

export interface Shrinks<A> {
  readonly drawn: fc.Arbitrary<A>;
  /** Smaller values. It has to end, however often it is applied. */
  readonly smaller: (of: A) => Iterable<A>;
  /** Whether something could have been drawn. All else is left out of what is smaller. */
  readonly is: (value: unknown) => value is A;
  /** How reports print a value; as fast-check prints it by default. */
  readonly print?: (of: A) => string;
}

export const shrinking = <A>(by: Shrinks<A>): fc.Arbitrary<A> => new Shrinking(by);

class Shrinking<A> extends fc.Arbitrary<A> {
  private readonly by: Shrinks<A>;

  constructor(by: Shrinks<A>) {
    super();
    this.by = by;
  }

  override generate(random: fc.Random, bias: number | undefined): fc.Value<A> {
    return this.valued(this.by.drawn.generate(random, bias).value);
  }

  override canShrinkWithoutContext(value: unknown): value is A {
    return this.by.is(value);
  }

  override shrink(value: A): fc.Stream<fc.Value<A>> {
    return fc.stream(this.less(value));
  }

  private *less(value: A): IterableIterator<fc.Value<A>> {
    for (const each of this.by.smaller(value)) if (this.by.is(each)) yield this.valued(each);
  }

  private valued(value: A): fc.Value<A> {
    const { print } = this.by;
    // Beside what the value is, and out of the sight of whoever compares it.
    if (print && typeof value === "object" && value !== null) Object.defineProperty(value, fc.toStringMethod, { value: () => print(value), configurable: true });
    return new fc.Value(value, undefined);
  }
}
