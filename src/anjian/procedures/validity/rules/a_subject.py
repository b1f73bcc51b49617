"""Errors 1 to 4: who acts, with which certificate, free of interest, and whether the right is still there."""

from __future__ import annotations

from collections.abc import Iterator

from anjian.law.statutes import APL
from anjian.procedures.definitions.guards import filing, people
from anjian.procedures.facts import CaseFacts, Taken
from anjian.procedures.spec import Verdict
from anjian.procedures.validity.spec import Check, Shown, after, from_guard, shown_step, steps_shown

art = APL.art
_FILED = after("file")
_DECIDED = after("decide")
_STARTED = after("start_investigation")
_LEADERS = frozenset({"agency_leader", "agency_head"})


def _acts_of_officers(f: CaseFacts) -> Iterator[Taken]:
    """Steps that officers took in the field or towards the party, with the officers they named."""
    return (t for t in f.history if t.get("officers"))


def _uncertified(f: CaseFacts) -> Iterator[tuple[Taken, str]]:
    known = {h.id: h for h in f.handlers}
    for taken in _acts_of_officers(f):
        for officer in taken.get("officers"):
            one = known.get(officer)
            if one is not None and not one.certified_on(taken.on):
                yield taken, one.name


def _certified_at_every_act(f: CaseFacts) -> Verdict:
    bad = [f"{taken.on:%Y年%m月%d日}{name}" for taken, name in _uncertified(f)]
    return "、".join(bad) if bad else True


def _shows_uncertified(f: CaseFacts) -> Iterator[Shown]:
    for taken, _name in _uncertified(f):
        yield from shown_step(taken)


def _two_at_every_act(f: CaseFacts) -> Verdict:
    bad = [f"{t.on:%Y年%m月%d日}" for t in _acts_of_officers(f) if len(set(t.get("officers"))) < 2]
    return "、".join(bad) if bad else True


def _decided_by_leader(f: CaseFacts) -> Verdict:
    decided = f.last("decide")
    return decided is None or not _LEADERS.isdisjoint(decided.actor_roles)


def _decider_did_not_handle(f: CaseFacts) -> Verdict:
    decided = f.last("decide", "decide_no_penalty")
    return decided is None or decided.actor_id not in f.handler_ids or f"{decided.actor_name}是本案承办人"


def _recused_kept_away(f: CaseFacts) -> Verdict:
    settled = f.last("decide_recusal")
    if settled is None:
        return True
    late = [t for t in f.history if t.seq > settled.seq and t.actor_id in f.recused]
    return "、".join(f"第{t.seq}步{t.actor_name}" for t in late) if late else True


def _told_of_recusal(f: CaseFacts) -> Verdict:
    begun = f.last("start_investigation")
    return begun is not None and begun.get("recusal_told") is True


def _showed_certificates(f: CaseFacts) -> Verdict:
    begun = f.last("start_investigation")
    return begun is not None and begun.get("certificates_shown") is True


CHECKS: tuple[Check, ...] = (
    from_guard(people.competent_bureau, error=1, gravity="void", applies=_FILED, shows=steps_shown("file")),
    from_guard(people.in_territory, error=1, gravity="quash", applies=_FILED, shows=steps_shown("file")),
    Check(
        code="decided_by_a_leader",
        error=1,
        gravity="void",
        title="处罚决定不是由本机关负责人作出",
        cites=(art(57), art(20)),
        who="机关负责人",
        cure="撤回决定，由本机关负责人重新作出。",
        rule=_decided_by_leader,
        applies=_DECIDED,
        shows=steps_shown("decide"),
        cured_by="redo",
    ),
    Check(
        code="two_officers_at_every_act",
        error=2,
        gravity="quash",
        title="有的执法行为办理人员少于两人",
        cites=(art(42),),
        who="承办机构负责人",
        cure="由两名以上持证人员重新办理。",
        rule=_two_at_every_act,
        applies=_STARTED,
        cured_by="redo",
    ),
    Check(
        code="certified_at_every_act",
        error=2,
        gravity="quash",
        title="有的执法行为由当日没有有效证件的人员办理",
        cites=(art(42), art(55)),
        who="承办机构负责人",
        cure="由持有有效证件的人员重新办理受影响的步骤。",
        rule=_certified_at_every_act,
        applies=_STARTED,
        shows=_shows_uncertified,
        cured_by="redo",
    ),
    from_guard(
        people.two_certified_handlers,
        error=2,
        gravity="risk",
        applies=lambda f: f.last("file") is not None and f.last("close", "archive") is None,
    ),
    Check(
        code="certificates_were_shown",
        error=2,
        gravity="slight",
        title="没有向当事人出示执法证件的记录",
        cites=(art(55),),
        who="本案承办人",
        cure="补充出示证件的记录；确未出示的，重新进行调查取证。",
        rule=_showed_certificates,
        applies=_STARTED,
        shows=steps_shown("start_investigation"),
        cured_by="redo",
    ),
    from_guard(people.handlers_free_of_conflict, error=3, gravity="quash", applies=_FILED),
    Check(
        code="told_of_recusal",
        error=3,
        gravity="quash",
        title="没有告知当事人申请回避的权利",
        cites=(art(43),),
        who="本案承办人",
        cure="告知并由当事人确认；已经作出决定的，撤回后重新办理。",
        rule=_told_of_recusal,
        applies=_STARTED,
        shows=steps_shown("start_investigation"),
        cured_by="redo",
    ),
    from_guard(people.recusal_settled, error=3, gravity="quash", applies=after("request_recusal")),
    Check(
        code="recused_kept_away",
        error=3,
        gravity="quash",
        title="已经回避的人员仍参与办理",
        cites=(art(43),),
        who="机关负责人",
        cure="由未回避的人员重新办理受影响的步骤。",
        rule=_recused_kept_away,
        applies=after("decide_recusal"),
        cured_by="redo",
    ),
    Check(
        code="decider_did_not_handle",
        error=3,
        gravity="quash",
        title="作出决定的负责人同时承办本案",
        cites=(art(57), art(43)),
        who="机关负责人",
        cure="撤回决定，由未承办本案的负责人作出。",
        rule=_decider_did_not_handle,
        applies=after("decide", "decide_no_penalty"),
        shows=steps_shown("decide", "decide_no_penalty"),
        cured_by="redo",
    ),
    from_guard(filing.not_time_barred, error=4, gravity="quash", applies=_FILED, shows=steps_shown("file")),
    from_guard(filing.not_filed_elsewhere, error=4, gravity="quash", applies=_FILED),
    from_guard(
        filing.not_fined_before,
        error=4,
        gravity="quash",
        applies=lambda f: f.last("prepare_notice", "decide") is not None and f.notified_fine > 0,
    ),
)
