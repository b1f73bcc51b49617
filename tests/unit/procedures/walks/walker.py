"""A walk through a file: heads for a step or wanders, and looks at everything after each move."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from random import Random
from uuid import UUID

from anjian.procedures import engine, registry
from anjian.procedures.controls import CODES
from anjian.procedures.facts import CaseFacts, DocumentFact, Taken
from anjian.procedures.spec import Procedure, State, Step
from tests.unit.procedures import fillers
from tests.unit.procedures.fillers.ask import Ask, fill
from tests.unit.procedures.walks import cures, laws
from tests.unit.procedures.world import CAST, World, actor, uid

_ROLES = {role for _, roles in CAST.values() for role in roles}
_WHO = {role: [who for who in CAST if who != "wai" and role in CAST[who][1]] for role in _ROLES}
_PATIENCE = 4
"""How often a walk tries the same cure before it looks for another."""
_NAMES = {uid(who): who for who in CAST}


@dataclass(frozen=True)
class Move:
    """A lawful step that somebody may take now."""

    who: str
    plan: engine.Plan
    proceeding: UUID


@dataclass
class Walk:
    """One file on its way. `taken` counts steps by procedure, `ended` the proceedings brought to an end."""

    w: World
    rng: Random
    taken: Counter[tuple[str, str]] = field(default_factory=Counter)
    visited: Counter[tuple[str, str]] = field(default_factory=Counter)
    ended: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    trail: list[str] = field(default_factory=list)
    seen: dict[int, CaseFacts] = field(default_factory=dict)
    made: dict[UUID, int] = field(default_factory=dict)
    served: dict[UUID, int] = field(default_factory=dict)
    opened: dict[UUID, int] = field(default_factory=dict)
    _tired: Counter[tuple[UUID, str]] = field(default_factory=Counter)
    count: int = 0
    wish: frozenset[str] = frozenset()
    """The step that the walk heads for."""
    focus: str = ""
    """The procedure that the walk is about, where several have a step of the same name."""

    def __post_init__(self) -> None:
        """Take what the story before the walk did as given."""
        own = self.w.facts
        for t in own.history:
            before = tuple(x for x in own.history if x.seq < t.seq)
            self.seen[t.seq] = replace(own, now=t.at, history=before, proceeding_id=t.proceeding_id)
        for d in own.documents:
            self.made[d.id] = self.w.made_by(d.id)
        self.served = dict(self.w.served_by)
        for child in own.children:
            self.opened[child.proceeding_id] = next(
                t.seq
                for t in own.history
                if t.at == child.opened_at and registry.get(t.procedure).step(t.step).opens == child.procedure
            )
        self.count = len(own.history) + len(own.undone)

    # Trying

    def procedure(self, proceeding: UUID) -> Procedure:
        """The procedure of a proceeding."""
        return self.w.states[proceeding][0]

    def state(self, proceeding: UUID) -> State:
        """Where a proceeding stands."""
        procedure, code = self.w.states[proceeding]
        return procedure.state(code)

    def view(self, proceeding: UUID) -> CaseFacts:
        """The file from a proceeding."""
        return replace(self.w.facts, proceeding_id=proceeding)

    def somebody(self, step: Step) -> str:
        """A person whose role may take the step."""
        handlers = [_NAMES[h.id] for h in self.w.facts.handlers if h.id not in self.w.facts.recused]
        if "case_officer" in step.by or step.handler_only:
            named = [who for who in ("wang", "zhao", "qian") if uid(who) not in self.w.facts.recused]
            return (handlers or named or ["wang"])[0]
        role = self.rng.choice(step.by) if self.rng.random() < 0.3 else step.by[-1]
        if step.code in {"report_no_crime", "approve_transfer", "refuse_transfer"}:
            role = "agency_head"
        if role == "agency_leader" and "agency_head" in step.by and self.rng.random() < 0.5:
            role = "agency_head"
        if "hearing_chair" in step.by and (told := self.w.facts.last("appoint_hearing")):
            return _NAMES[told.get("chair")]
        if role == "legal_reviewer" and (took := self.w.facts.last("accept_legal_review")):
            ordered = self.w.facts.last("order_second_review", after=took)
            return "fa2" if ordered and "fa2" in CAST else _NAMES[took.actor_id]
        return _WHO[role][0]

    def attempt(self, proceeding: UUID, step: Step, wish: frozenset[str] = frozenset()) -> Move | set[str]:
        """Try a step: the lawful move, or the codes of the refusals, each of which must say its law."""
        who = self.somebody(step)
        ask = Ask(
            self.w, replace(self.view(proceeding), actor=actor(who)), step, self.rng, wish | {step.code}
        )
        told = fill(ask, fillers.TABLES)
        planned = self.w.plan(who, step.code, proceeding, **told)
        if isinstance(planned, engine.Plan):
            # An extension that lengthens nothing is refused where the clocks are kept.
            lengthens = self.w.can_move(planned, proceeding)
            return Move(who, planned, proceeding) if lengthens else {"extension_impossible"}
        assert planned, f"{step.code} is refused without a reason"
        for refusal in planned:
            laws.says_its_law(refusal, step)
            self.refused[refusal.code] += 1
        return {r.code for r in planned}

    # Moving

    def papers(self) -> None:
        """Everything that is no step: papers are finished, evidence is taken."""
        for d in self.w.facts.documents:
            if not d.reached("issued"):
                self._finish(d)
        if self.w.state in {"filed", "investigating"} and not self.w.facts.evidence:
            self.w.prove()

    def _finish(self, d: DocumentFact) -> None:
        proceeding = d.proceeding_id or self.w.facts.case_id
        if proceeding not in self.w.states:
            return
        f = self.view(proceeding)
        procedures = {self.procedure(proceeding), self.procedure(self.w.facts.case_id)}
        held = any(engine.may_issue(p, d.code, f) for p in procedures)
        case = self.state(self.w.facts.case_id)
        if held and (case.side or case.terminal or self.state(proceeding).terminal):
            # What can no longer be issued is withdrawn, as the case file lets its drafter do.
            self.w.withdraw(d.id)
            self.made.pop(d.id, None)
            return
        self.w.finish(d.id, "approved" if held else "issued", **fillers.paper(d.code, f, self.wish))

    def take(self, move: Move) -> None:
        """Take the step and look at everything."""
        w, plan = self.w, move.plan
        before, states = w.facts, dict(w.states)
        assert plan.cites
        assert all(c.startswith("《") for c in plan.cites), plan
        seen = replace(before, proceeding_id=move.proceeding)
        w.apply(move.who, plan, move.proceeding)
        self.count += 1
        done = w.facts.history[-1]
        self.trail.append(f"{w.today} {done.seq} {plan.procedure.split('@')[0]}.{plan.step}")
        self.seen[done.seq] = seen
        self._note(before, done)
        code = plan.procedure.split("@")[0]
        self.taken[code, plan.step] += 1
        self.visited[self.procedure(move.proceeding).code, plan.to_state] += 1
        self._tired[move.proceeding, plan.step] += 1
        if plan.ends:
            self.ended[code] += 1
        if plan.undoes:
            laws.as_if_never_taken(self, plan, move.proceeding, before, states)
        laws.look(self)
        w.go_to(w.today, w.facts.now.hour)

    def _note(self, before: CaseFacts, done: Taken) -> None:
        known = {d.id: d for d in before.documents}
        for d in self.w.facts.documents:
            if d.id not in known:
                self.made[d.id] = done.seq
            elif d.status == "served" and known[d.id].status != "served":
                self.served[d.id] = done.seq
        children = {c.proceeding_id for c in before.children}
        for c in self.w.facts.children:
            if c.proceeding_id not in children:
                self.opened[c.proceeding_id] = done.seq

    # Heading somewhere

    def proceedings(self) -> list[UUID]:
        """The proceedings of the file, the youngest first, the case last."""
        return list(reversed(self.w.states))

    def toward(self, goal: str, depth: int = 0, done: frozenset[str] = frozenset()) -> Move | int | None:
        """A lawful move on the way to a step, a number of days to wait, or None when no way is known."""
        if depth > 7 or goal in done:
            return None
        if goal == cures.FINISH:
            return self._toward_ends(depth, done)
        focused = depth == 0 and any(
            s.code == goal for p in registry.ALL if p.code == self.focus for s in p.steps
        )
        for proceeding in self.proceedings():
            procedure = self.procedure(proceeding)
            step = next((s for s in procedure.steps if s.code == goal), None)
            if step is None or (self.state(proceeding).terminal and goal != "reopen"):
                continue
            if focused and procedure.code != self.focus:
                continue
            found = self._toward_step(proceeding, step, depth, done | {goal})
            if found is not None:
                return found
        return None

    def _toward_ends(self, depth: int, done: frozenset[str]) -> Move | int | None:
        for proceeding in self.proceedings():
            asks = f"@{proceeding}" in done
            if asks or proceeding == self.w.facts.case_id or self.state(proceeding).terminal:
                continue
            found = self.toward_end(proceeding, depth + 1, done)
            if found is not None:
                return found
        return None

    def toward_end(
        self, proceeding: UUID, depth: int = 0, done: frozenset[str] = frozenset()
    ) -> Move | int | None:
        """On the way to an end of the proceeding, by the shortest way that is lawful."""
        ends = {s.code for s in self.procedure(proceeding).states if s.terminal}
        return self._along(proceeding, ends, depth, done)

    def _toward_step(
        self, proceeding: UUID, step: Step, depth: int, done: frozenset[str]
    ) -> Move | int | None:
        got = self.attempt(proceeding, step, self.wish | done)
        if isinstance(got, Move):
            return got
        if "wrong_state" in got and step.code == "resume":
            return self._toward_step(proceeding, self.procedure(proceeding).step("suspend"), depth, done)
        if "wrong_state" in got:
            sources = {s.code for s in step.source}
            wanted = sources & set(cures.VIA.get(step.code, ())) or sources
            return self._along(proceeding, wanted, depth, done)
        if "step_stands" in got:
            return self.toward_end(proceeding, depth + 1, done)
        if "delivered_on_the_spot" in got:
            # What was not handed over on the day of the decision has to be decided anew.
            return self._toward_step(proceeding, self.procedure(proceeding).step("redo"), depth + 1, done)
        if "case_suspended" in got:
            return self._along(self.w.facts.case_id, set(), depth + 1, done)
        done |= {f"@{proceeding}"}
        for code in sorted(got):
            for cure in self._cures(proceeding, code):
                if max(self._tired[where, cure] for where in self.w.states) > _PATIENCE:
                    continue
                found = self.toward(cure, depth + 1, done)
                if found is not None:
                    return found
        for code in sorted(got):
            # Whoever drafts may draft any paper of the file by hand.
            wanted = code.removeprefix("document.").split("_")[0] if code.startswith("document.") else ""
            if wanted and self.view(proceeding).document(wanted) is None:
                self.w.draft(wanted, proceeding)
                self.made[self.w.facts.documents[-1].id] = 0
                self.papers()
                return self._toward_step(proceeding, step, depth + 1, done) if depth < 7 else None
        for code in sorted(got):
            days = self._days(proceeding, code)
            if days is not None:
                return days
        return None

    def _cures(self, proceeding: UUID, code: str) -> Iterator[str]:
        yield from cures.STEPS.get(code, ())
        if code.startswith("document."):
            codes = set(code.removeprefix("document.").split("_"))
            for step in self.procedure(proceeding).steps:
                if codes & {m.code for m in step.drafts}:
                    yield step.code

    def _days(self, proceeding: UUID, code: str) -> int | None:
        f = self.view(proceeding)
        found = [c for name in cures.WAITS.get(code, ()) if (c := f.clock(name))]
        late = [(c.due_on - f.today).days + 1 for c in found if not c.ran_out(f.today)]
        if late:
            return max(late) if code == "remedy_terms_over" else min(late)
        if code == "session_is_past":
            return 0
        if code in {"hour_has_come", "not_before_the_hour"}:
            told = f.own("appoint_hearing", "postpone_hearing", "resume_hearing")
            return max((told.get("hearing_at").date() - f.today).days, 0) if told else None
        return 1 if code in cures.WAITS else None

    def _along(self, proceeding: UUID, ends: set[str], depth: int, done: frozenset[str]) -> Move | int | None:
        procedure, here = self.procedure(proceeding), self.w.states[proceeding][1]
        if here in ends:
            return None
        if here == "suspended":
            return self._toward_step(proceeding, procedure.step("resume"), depth + 1, done)
        far = _distances(procedure, ends)
        ways = [
            s
            for s in procedure.steps_from(here)
            if isinstance(s.target, State) and s.target.code in far and s.code not in CODES
        ]
        back = [s for s in procedure.steps_from(here) if s.target == "back"]
        ways.sort(key=lambda s: (far[s.target.code] + self._tired[proceeding, s.code], self.rng.random()))  # type: ignore[union-attr]
        for step in (*ways[:6], *back):
            if step.code not in done:
                found = self._toward_step(proceeding, step, depth + 1, done | {step.code})
                if found is not None:
                    return found
        return None

    def wander(self, *, opening: bool = True) -> Move | None:
        """Any lawful step of the file; without `opening` none that begins something new."""
        every = [(p, s) for p in self.w.states for s in self.procedure(p).steps_from(self.w.states[p][1])]
        every = [x for x in every if x[1].code not in CODES and (opening or not x[1].opens)]
        self.rng.shuffle(every)
        every.sort(key=lambda x: self._tired[x[0], x[1].code] + (2 if x[1].opens else 0))
        for proceeding, step in every:
            got = self.attempt(proceeding, step, self.wish)
            if isinstance(got, Move):
                return got
        return None

    def control(self) -> Move | None:
        """Suspend, resume, redo or reopen somewhere."""
        every = [
            (p, s)
            for p in self.w.states
            for s in self.procedure(p).steps_from(self.w.states[p][1])
            if s.code in CODES
        ]
        self.rng.shuffle(every)
        for proceeding, step in every:
            got = self.attempt(proceeding, step, self.wish)
            if isinstance(got, Move):
                return got
        return None

    def stuck(self) -> str:
        """Where the walk stands and what is refused there, for who reads the failure."""
        case = self.w.facts.case_id
        here = [s for s in self.procedure(case).steps_from(self.w.state) if s.code not in CODES]
        told = {s.code: got for s in here if isinstance(got := self.attempt(case, s), set)}
        open_ = [(p.code, s) for p, s in self.w.states.values() if not p.state(s).terminal]
        return f"{open_} {told} {self.trail[-12:]}"

    def go(self, goal: str | None, *, moves: int, controls: float = 0.0, wander: float = 0.1) -> bool:
        """Move until the goal is taken (None: until the case has ended); say whether it was."""
        case = self.w.facts.case_id
        self.wish = frozenset({goal} if goal else ())
        before = self._times(goal)
        for _ in range(moves):
            if goal and self._times(goal) > before:
                return True
            if goal is None and self.state(case).terminal:
                return True
            if self.rng.random() < 0.9:
                self.papers()
            move: Move | int | None
            if self.rng.random() < controls:
                move = self.control()
            elif self.rng.random() < wander:
                move = self.wander()
            else:
                move = self.toward(goal) if goal else self.toward_end(case)
            if isinstance(move, Move):
                self.take(move)
            elif isinstance(move, int):
                self.w.go_to(self.w.today + timedelta(days=min(max(move, 0), 400)), 9 if move else 14)
            elif self.rng.random() < 0.5 and (found := self.wander(opening=False)):
                self.take(found)
            else:
                self.w.after_working_days(1)
        return False

    def _times(self, goal: str | None) -> int:
        """How often the goal was taken, in the procedure that the walk is about when it has that step."""
        every = {p: n for (p, c), n in self.taken.items() if c == goal}
        known = {p.code for p in registry.ALL if any(s.code == goal for s in p.steps)}
        return every.get(self.focus, 0) if self.focus in known else sum(every.values())


def _distances(procedure: Procedure, ends: set[str]) -> dict[str, int]:
    """How many steps each state lies from the nearest of these states."""
    far, queue = dict.fromkeys(ends, 0), deque(ends)
    while queue:
        here = queue.popleft()
        for step in procedure.steps:
            if isinstance(step.target, State) and step.target.code == here and step.code not in CODES:
                for source in step.source:
                    if source.code not in far:
                        far[source.code] = far[here] + 1
                        queue.append(source.code)
    return far
