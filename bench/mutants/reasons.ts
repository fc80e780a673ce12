/** Why a law is there that catches no fault alone. */
export const reasons: { readonly [law: string]: string } = {};
