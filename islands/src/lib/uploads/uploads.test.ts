import { describe, expect, it } from "vitest";
import { fromDrop, fromInput } from "./picked.ts";
import { changed, isSame, type Kept } from "./shelf.ts";
import { lasting, size } from "./words.ts";

const file = new File(["abc"], "a.jpg", { lastModified: 1_790_000_000_000 });
const kept: Kept = {
  url: "/uploads/1", name: "a.jpg", path: "", modified: changed(file), length: 3, offset: 1, sha256: "", sm3: "",
};

describe("what lies on the shelf", () => {
  it("is the same file only with the same name, place, size and day", () => {
    expect(isSame(kept, file, "")).toBe(true);
    expect(isSame(kept, file, "DCIM/a.jpg")).toBe(false);
    expect(isSame({ ...kept, length: 4 }, file, "")).toBe(false);
    expect(isSame({ ...kept, name: "b.jpg" }, file, "")).toBe(false);
    expect(isSame({ ...kept, modified: "2026-01-01T00:00:00.000Z" }, file, "")).toBe(false);
  });
});

describe("picked files", () => {
  it("come from an input with the path below the folder", () => {
    const input = { files: [Object.assign(file, { webkitRelativePath: "DCIM/a.jpg" })] } as unknown as HTMLInputElement;
    expect(fromInput(input)).toEqual([{ file, path: "DCIM/a.jpg" }]);
  });

  it("come from dropped folders, told in portions", async () => {
    const leaf = (name: string): object => ({
      isFile: true, isDirectory: false, name, file: (done: (f: File) => void) => done(new File(["x"], name)),
    });
    const portions = [[leaf("1.jpg")], [leaf("2.jpg")], []];
    const folder = {
      isFile: false, isDirectory: true, name: "DCIM",
      createReader: () => ({ readEntries: (done: (entries: object[]) => void) => done(portions.shift() ?? []) }),
    };
    const data = { items: [{ webkitGetAsEntry: () => folder }, { webkitGetAsEntry: () => leaf("b.jpg") }], files: [] };
    const found = await fromDrop(data as unknown as DataTransfer);
    expect(found.map((one) => [one.file.name, one.path])).toEqual([
      ["1.jpg", "DCIM/1.jpg"], ["2.jpg", "DCIM/2.jpg"], ["b.jpg", ""],
    ]);
  });
});

describe("words", () => {
  it("tell sizes and times", () => {
    expect([size(0), size(1023), size(1536), size(20 * 1024 ** 3)]).toEqual(["0 B", "1023 B", "1.5 KB", "20.0 GB"]);
    expect([lasting(0.2), lasting(75), lasting(3725)]).toEqual(["00:01", "01:15", "1:02:05"]);
  });
});
