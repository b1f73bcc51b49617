/** Transcripts: newest at the bottom, staying there unless the person has scrolled up to read. */

const NEAR = 80;

export function nearEnd(box: { scrollTop: number; clientHeight: number; scrollHeight: number }): boolean {
  return box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
}

export interface Following {
  /** Go to the end of every transcript whose reader is there. */
  (): void;
  /** Whether the reader has scrolled up in this transcript. */
  away(box: HTMLElement): boolean;
  /** Say that the reader is to be left where a script has put the transcript. */
  leave(box: HTMLElement): void;
  /** Go to the end of this transcript and stay there. */
  toEnd(box: HTMLElement): void;
}

/** Follow the newest line of every transcript under `root`; call the result after new lines came. */
export function followTalk(root: HTMLElement): Following {
  const away = new WeakSet<HTMLElement>();
  root.addEventListener(
    "scroll",
    (event) => {
      const box = event.target;
      if (!(box instanceof HTMLElement) || !box.matches("[data-talk]")) return;
      if (nearEnd(box)) away.delete(box);
      else away.add(box);
    },
    true,
  );
  const follow = (): void => {
    for (const box of root.querySelectorAll<HTMLElement>("[data-talk]")) {
      if (!away.has(box)) box.scrollTop = box.scrollHeight;
    }
  };
  follow();
  return Object.assign(follow, {
    away: (box: HTMLElement) => away.has(box),
    leave: (box: HTMLElement) => void away.add(box),
    toEnd: (box: HTMLElement) => {
      away.delete(box);
      box.scrollTop = box.scrollHeight;
    },
  });
}

/** The parts of a form as the server expects them, with the pressed button. */
export function bodyOf(form: HTMLFormElement, submitter: HTMLElement | null): FormData {
  const data = new FormData(form);
  if (submitter instanceof HTMLButtonElement && submitter.name) data.set(submitter.name, submitter.value);
  return data;
}

/** What was sent is now the form's own content: a refresh may replace it. */
export function settleForm(form: HTMLFormElement): void {
  for (const element of form.elements) {
    if (element instanceof HTMLTextAreaElement) element.defaultValue = element.value;
    else if (element instanceof HTMLSelectElement) for (const option of element.options) option.defaultSelected = option.selected;
    else if (element instanceof HTMLInputElement) {
      if (element.type === "checkbox" || element.type === "radio") element.defaultChecked = element.checked;
      else element.defaultValue = element.value;
    }
  }
}
