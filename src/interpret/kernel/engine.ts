/** The part of the engine's `WebAssembly` object that is used; the library compiles without the types of browsers. */
export interface Instance {
  readonly exports: { readonly [name: string]: unknown };
}

export interface Memory {
  readonly buffer: ArrayBuffer;
}

interface Engine {
  readonly Memory: new (pages: { readonly initial: number }) => Memory;
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (module: object, imports: object) => Instance;
}

const engine = (): Engine => (globalThis as unknown as { readonly WebAssembly: Engine }).WebAssembly;

export const moduleOf = (bytes: Uint8Array<ArrayBuffer>): object => new (engine().Module)(bytes);

export const instanceOf = (module: object, imports: object): Instance => new (engine().Instance)(module, imports);

export const memoryOf = (pages: number): Memory => new (engine().Memory)({ initial: pages });
