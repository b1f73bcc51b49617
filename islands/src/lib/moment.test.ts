import { describe, expect, it } from "vitest";
import { cameraAbsence, placeAbsence, without } from "./moment.ts";

describe("why something of a moment is absent", () => {
  it("tells a refusal from a lack and from a failure", () => {
    expect([1, 2, 3].map(placeAbsence)).toEqual(["refused", "failed", "timeout"]);
    expect(["NotAllowedError", "NotFoundError", "NotReadableError"].map(cameraAbsence)).toEqual([
      "refused", "unavailable", "failed",
    ]);
  });

  it("says when nothing was wanted", () => {
    const at = new Date("2026-10-08T07:00:00Z");
    expect(without("refused", at)).toEqual({ at: "2026-10-08T07:00:00.000Z", no_place: "refused", no_picture: "refused" });
  });
});
