/** Codes on labels of evidence: AJ-XXXX-XXXX-CC, Crockford's base 32, two check digits modulo 1021. */

const DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const MODULUS = 1021;

/** The code as it is printed, or null for what is none; look-alikes, dashes and addresses are taken as meant. */
export function labelCode(text: string): string | null {
  const last = text.trim().replace(/\/+$/, "").split("/").at(-1) ?? "";
  const plain = last.toUpperCase().replace(/[\s-]/g, "");
  if (!plain.startsWith("AJ") || plain.length !== 12) return null;
  const digits = plain.slice(2).replaceAll("O", "0").replace(/[IL]/g, "1");
  let rest = 0;
  for (const digit of digits) {
    const value = DIGITS.indexOf(digit);
    if (value < 0) return null;
    rest = (rest * 32 + value) % MODULUS;
  }
  return rest ? null : `AJ-${digits.slice(0, 4)}-${digits.slice(4, 8)}-${digits.slice(8)}`;
}
