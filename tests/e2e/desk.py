"""An officer at a desk: what a person does on our pages, in the words that stand there."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, Response, expect

from anjian.config.demo import cast

ACCOUNTS = {someone.name: someone.username for someone in cast.accounts()}
OPEN_FIELDS = """() => [...document.querySelectorAll('#document-form form [aria-required=true]')]
  .filter(e => !e.value.trim() && e.offsetParent).map(e => ({name: e.name, tag: e.tagName, type: e.type,
    label: e.getAttribute('aria-label') || (e.labels[0] ? e.labels[0].innerText : '')}))"""
OPEN_CHOICES = """() => [...new Set([...document.querySelectorAll('#document-form form input[type=radio]')]
  .map(e => e.name))].filter(n => !document.querySelector(`[name="${n}"]:checked`))"""


class Desk:
    """One person's browser and the moves a person makes in it."""

    def __init__(self, name: str, page: Page, address: str) -> None:
        """Sit ``name`` down before ``page``."""
        self.name, self.page, self.address = name, page, address
        self.typed: list[str] = []

    # Moving about

    def go(self, path: str) -> Response:
        """Open an address of ours."""
        answer = self.page.goto(path)
        assert answer is not None, path
        return answer

    def status(self, path: str) -> int:
        """What the server answers this person at an address."""
        return self.page.request.get(self.address + path).status

    def case(self, no: str) -> None:
        """Open the page of a case."""
        assert self.go(f"/cases/{no}/").ok

    def state(self, no: str) -> str:
        """The state that stands at the head of the case's page."""
        self.case(no)
        return self.page.locator("#case-head .badge").first.inner_text().strip()

    def advance(self, to: str) -> None:
        """Move the rehearsal's clock on to an instant, through its own address."""
        answer = self.page.request.post(
            f"{self.address}/rehearsal/advance",
            form={"to": to},
            headers={"X-CSRFToken": self._csrf(), "Referer": self.address},
        )
        assert answer.ok, answer.text()

    def _csrf(self) -> str:
        self.page.goto("/workbench/")
        return self.page.locator("[name=csrfmiddlewaretoken]").first.input_value()

    def press(self, name: str, within: Locator | None = None) -> None:
        """Press the button that is called so."""
        (within or self.page).get_by_role("button", name=name).first.click()

    # Forms drawn from fields

    def fill(self, code: str, value: Any, *, prefix: str = "f") -> None:
        """Give one field its value: text, choice, yes or no, names of officers, rows of a table."""
        name, page = f"{prefix}-{code}", self.page
        if isinstance(value, bool):
            value = "yes" if value else "no"
        if isinstance(value, tuple | list) and value and isinstance(value[0], Mapping):
            self._rows(name, value)
            return
        if isinstance(value, tuple | list):
            for box in page.locator(f"[name='{name}']").all():
                box.set_checked(False, force=True)
            for person in value:
                page.locator("label.choice", has=page.locator(f"[name='{name}']")).filter(
                    has_text=re.compile(rf"^\s*{person}")
                ).locator("input").check(force=True)
            return
        self.choose(page.locator(f"[name='{name}']"), str(value))

    def choose(self, control: Locator, value: str) -> None:
        """Give one control its value, whatever kind it is."""
        first = control.first
        kind = first.evaluate("e => e.tagName === 'SELECT' ? 'select' : e.type")
        if kind == "radio":
            self.page.locator(f"[name='{first.get_attribute('name')}'][value='{value}']").check(force=True)
        elif kind == "checkbox":
            first.set_checked(value == "yes", force=True)
        elif kind == "select":
            wanted = first.locator("option").filter(has_text=re.compile(rf"^\s*{re.escape(value)}"))
            by_value = first.locator(f"option[value='{value}']")
            found = by_value if by_value.count() else wanted
            first.select_option(value=found.first.get_attribute("value"))
        else:
            first.fill(value)

    def _rows(self, name: str, rows: tuple[Mapping[str, Any], ...] | list[Mapping[str, Any]]) -> None:
        keys = self.page.locator(f"tbody [name='{name}-row']")
        while keys.count() < len(rows):
            before = keys.count()
            self.page.locator(f"[name='{name}-add']").click()
            expect(keys).to_have_count(before + 1)
        for index, row in enumerate(rows):
            key = keys.nth(index).input_value()
            for column, value in row.items():
                self.choose(self.page.locator(f"[name='{name}-{key}-{column}']"), str(value))

    # Steps of a case

    def open_step(self, no: str, code: str) -> None:
        """Go to a step by its link among the next steps of the case."""
        self.case(no)
        link = self.page.locator(f"#next a[href$='/steps/{code}'], #next a[href*='/steps/{code}?']").last
        expect(
            link, f"{self.name}: {code} is not open\n{self.page.locator('#next').inner_text()}"
        ).to_be_visible()
        link.click()
        self.page.wait_for_url(f"**/steps/{code}*")

    def submit_step(self) -> None:
        """Send the step's form."""
        with self.page.expect_navigation():
            self.page.locator("#step-form button[type=submit].button-primary").click()

    def step(self, no: str, code: str, **fields: Any) -> None:
        """Take a step: open it, fill in what is not there yet, send it; it must succeed."""
        self.open_step(no, code)
        for name, value in fields.items():
            self.fill(name, value)
        self.submit_step()
        assert self.page.url.rstrip("/").endswith(no), f"{self.name} {code}:\n{self.problems()}"

    def refused(self, no: str, code: str, **fields: Any) -> str:
        """Try a step that the law does not allow; return the reasons shown on the page."""
        self.open_step(no, code)
        for name, value in fields.items():
            self.fill(name, value)
        self.submit_step()
        reasons = self.page.locator("#refusals")
        expect(reasons).to_be_visible()
        return reasons.inner_text()

    def problems(self) -> str:
        """What the page says against what was asked."""
        found = self.page.locator("#refusals, [role=alert], .field-error, .problem").all_inner_texts()
        return self.page.url + "\n" + ("\n".join(found) or self.page.locator("main").inner_text()[:3000])

    # Documents

    def open_paper(self, no: str, title: str) -> None:
        """Open the newest document of that name from the case's page."""
        self.case(no)
        self.page.locator("#documents").get_by_role("link", name=title, exact=True).last.click()
        self.page.wait_for_url("**/documents/*/")

    def paper_status(self) -> str:
        """The status at the head of the open document."""
        return self.page.locator(".page-head .badge").first.inner_text().strip()

    def complete(self, no: str, title: str, words: Callable[[str, str], str], **fields: Any) -> int:
        """Write what a document still lacks and save it; return how many particulars were typed."""
        self.open_paper(no, title)
        self.page.get_by_role("link", name="填写").first.click()
        self.page.wait_for_url("**/edit")
        for name, value in fields.items():
            self.fill(name, value)
        typed = 0
        for control in self.page.evaluate(OPEN_FIELDS):
            label = control["label"].replace("（选填）", "").strip()
            found = self.page.locator(f"[name='{control['name']}']").first
            if control["tag"] == "SELECT":
                options = found.locator("option").all()
                found.select_option(value=options[1].get_attribute("value"))
            else:
                found.fill(words(label, control["type"]))
            self.typed.append(f"{title}/{label}")
            typed += 1
        for name in self.page.evaluate(OPEN_CHOICES):
            self.page.locator(f"[name='{name}']").first.check(force=True)
            self.typed.append(f"{title}/{name}")
            typed += 1
        with self.page.expect_navigation():
            self.press("保存为新版本")
        assert "/edit" not in self.page.url, f"{title}:\n{self.problems()}"
        return typed

    def act(self, label: str, within: Locator | None = None) -> None:
        """Press a button of the open document and wait for its answer; it must succeed."""
        with self.page.expect_navigation():
            (within or self.page.locator("#act")).get_by_role("button", name=label, exact=True).first.click()
        assert "/act" not in self.page.url, f"{self.name} {label}:\n{self.problems()}"

    def sign_paper(self, no: str, title: str, slot: str, *, signer: str = "") -> None:
        """Sign a document in one place: as oneself, or holding out the pad to ``signer``."""
        self.open_paper(no, title)
        form = self.page.locator("form.sign-form", has=self.page.locator(f"[name=slot][value='{slot}']"))
        if not signer:
            form = form.filter(has_not=self.page.locator("[name=signer_name]"))
        else:
            form = form.filter(has=self.page.locator(f"[name=signer_name][value='{signer}']")).or_(form).first
            if form.locator("[name=signer_name]").input_value() != signer:
                form.locator("[name=signer_name]").fill(signer)
            draw(form.locator("canvas"))
        self.act("签名", form.first)

    def submit_paper(self, no: str, title: str) -> None:
        """Send a document for approval."""
        self.open_paper(no, title)
        self.act("提交审批")

    def approve_paper(self, no: str, title: str) -> None:
        """Approve the open document that waits for this person."""
        self.open_paper(no, title)
        self.act("批准")

    def issue_paper(self, no: str, title: str) -> None:
        """Issue a document: numbered, sealed, frozen as PDF/A; the last approval issues some by itself."""
        self.open_paper(no, title)
        if self.page.locator("#act").get_by_role("button", name="制发", exact=True).count():
            self.act("制发")
        assert self.paper_status() == "已制发", self.paper_status()

    # Evidence

    def upload(self, no: str, *files: Path) -> None:
        """Upload files on the evidence page and wait until the server has checked each."""
        self.go(f"/cases/{no}/evidence/")
        self.page.locator("#evidence-upload-files").set_input_files([str(f) for f in files])
        expect(self.page.locator("#upload .bar-ok")).to_have_count(len(files))


def draw(canvas: Locator) -> None:
    """Draw a name on a signature pad with the mouse."""
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box, "the pad is not on the page"
    mouse = canvas.page.mouse
    x, y, w, h = box["x"], box["y"], box["width"], box["height"]
    for stroke in (((0.2, 0.3), (0.45, 0.7), (0.3, 0.75)), ((0.5, 0.3), (0.75, 0.35), (0.6, 0.8))):
        mouse.move(x + w * stroke[0][0], y + h * stroke[0][1])
        mouse.down()
        for to_x, to_y in stroke[1:]:
            mouse.move(x + w * to_x, y + h * to_y, steps=6)
        mouse.up()
