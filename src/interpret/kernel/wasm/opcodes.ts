/** The numbers of the WebAssembly instructions that the compiler uses. Source: the core specification, appendix "Index of Instructions". */

export const control = { block: 0x02, loop: 0x03, if: 0x04, else: 0x05, end: 0x0b, br: 0x0c, brIf: 0x0d, call: 0x10 } as const;

export const variable = { get: 0x20, set: 0x21, tee: 0x22 } as const;

/** Instructions of one byte without immediates. */
export const scalar = {
  i32Eqz: 0x45, i32Ne: 0x47, i32LtS: 0x48, i32LtU: 0x49, i32GtS: 0x4a, i32GtU: 0x4b,
  i32Add: 0x6a, i32Sub: 0x6b, i32Mul: 0x6c, i32And: 0x71,
  f64Add: 0xa0, f32ConvertI32: 0xb2, f64ConvertI32: 0xb7, f64PromoteF32: 0xbb, f32DemoteF64: 0xb6,
} as const;

/** Loads and stores of one number. */
export const numberAccess = { f32Load: 0x2a, f64Load: 0x2b, f32Store: 0x38, f64Store: 0x39 } as const;

/** Vector instructions without immediates, behind the prefix 0xfd. */
export const vector = {
  swizzle: 0x0e, i32Splat: 0x11, i64Splat: 0x12, f32Splat: 0x13, f64Splat: 0x14,
  not: 0x4d, and: 0x4e, andNot: 0x4f, or: 0x50, xor: 0x51, bitSelect: 0x52, anyTrue: 0x53,
  f32Demote: 0x5e, f64Promote: 0x5f,
  i32AllTrue: 0xa3, i64AllTrue: 0xc3, i32GtS: 0x3b, i64GtS: 0xd9,
  i32Shl: 0xab, i32ShrS: 0xac, i32ShrU: 0xad, i32Add: 0xae, i32Sub: 0xb1, i32Mul: 0xb5, i32Eq: 0x37,
  i64Shl: 0xcb, i64ShrS: 0xcc, i64ShrU: 0xcd, i64Add: 0xce, i64Sub: 0xd1, i64Mul: 0xd5, i64Eq: 0xd6,
} as const;

/** Vector loads and stores: an address and an offset. */
export const vectorAccess = { load: 0x00, load32Splat: 0x09, load64Splat: 0x0a, store: 0x0b, load64Zero: 0x5d } as const;
/** The same for one lane, which is named behind the offset. */
export const laneAccess = { load32Lane: 0x56, load64Lane: 0x57, store32Lane: 0x5a, store64Lane: 0x5b } as const;

export const vectorConst = 0x0c;
export const shuffle = 0x0d;

/** Arithmetic on float lanes under common names. */
export const floatLanes = {
  float32: {
    extract: 0x1f, eq: 0x41, ne: 0x42, lt: 0x43, gt: 0x44, le: 0x45, ge: 0x46, floor: 0x68, nearest: 0x6a, abs: 0xe0, neg: 0xe1,
    sqrt: 0xe3, add: 0xe4, sub: 0xe5, mul: 0xe6, div: 0xe7, min: 0xe8, max: 0xe9, pmin: 0xea, pmax: 0xeb, madd: 0x105, nmadd: 0x106,
  },
  float64: {
    extract: 0x21, eq: 0x47, ne: 0x48, lt: 0x49, gt: 0x4a, le: 0x4b, ge: 0x4c, floor: 0x75, nearest: 0x94, abs: 0xec, neg: 0xed,
    sqrt: 0xef, add: 0xf0, sub: 0xf1, mul: 0xf2, div: 0xf3, min: 0xf4, max: 0xf5, pmin: 0xf6, pmax: 0xf7, madd: 0x107, nmadd: 0x108,
  },
} as const;

/** Value types. */
export const types = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c, v128: 0x7b } as const;
export type ValueType = keyof typeof types;
