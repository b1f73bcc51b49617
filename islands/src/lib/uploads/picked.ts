/** Files a person picked or dropped, whole folders included, each with the path it had there. */

export interface Picked {
  file: File;
  /** Path below what was picked, with the file's own name; empty when it was picked alone. */
  path: string;
}

export function fromInput(input: HTMLInputElement): Picked[] {
  return [...(input.files ?? [])].map((file) => ({ file, path: file.webkitRelativePath }));
}

/** What was dropped; to be asked within the event, since the browser forgets it right after. */
export function fromDrop(data: DataTransfer): Promise<Picked[]> {
  const entries = [...data.items].map((item) => item.webkitGetAsEntry?.() ?? null);
  if (!entries.some((entry) => entry?.isDirectory)) {
    return Promise.resolve([...data.files].map((file) => ({ file, path: "" })));
  }
  return Promise.all(entries.map((entry) => (entry ? below(entry, "") : []))).then((found) => found.flat());
}

async function below(entry: FileSystemEntry, folder: string): Promise<Picked[]> {
  const path = folder ? `${folder}/${entry.name}` : entry.name;
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    return [{ file, path: folder ? path : "" }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: Picked[] = [];
  for (;;) {
    // A folder is told in portions; the end is an empty one.
    const portion = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (portion.length === 0) return found;
    for (const child of portion) found.push(...(await below(child, path)));
  }
}
