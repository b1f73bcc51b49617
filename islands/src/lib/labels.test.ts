import { expect, test } from "vitest";
import { labelCode } from "./labels.ts";

test("codes are read as printed, typed and scanned", () => {
  for (const text of ["AJ-0000-001A-VZ", "aj0000001avz", " aj ooo0 ooia vz ", "http://host/evidence/AJ-0000-001A-VZ/"])
    expect(labelCode(text)).toBe("AJ-0000-001A-VZ");
});

test("a wrong digit, a swap and other codes are none", () => {
  for (const text of ["AJ-0000-001B-VZ", "AJ-0000-00A1-VZ", "AJ-0000-001A-ZV", "6901234567892", "", "AJ-0000-001A-V"])
    expect(labelCode(text)).toBeNull();
});
