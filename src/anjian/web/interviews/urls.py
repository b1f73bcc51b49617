"""Addresses of the interview centre."""

from __future__ import annotations

from django.urls import path

from anjian.web.interviews import (
    console,
    dictation,
    display,
    lists,
    playback,
    reading,
    recording,
    room,
    signalling,
)

app_name = "interviews"
urlpatterns = [
    path("", lists.listing, name="list"),
    path("rooms", lists.set_up_room, name="rooms"),
    path("cases/<uuid:case_id>/", console.page, name="console"),
    path("cases/<uuid:case_id>/parts", console.parts, name="parts"),
    path("cases/<uuid:case_id>/prepare", lists.prepare, name="prepare"),
    path("cases/<uuid:case_id>/prompts", console.send, name="send"),
    path("contradictions/<uuid:contradiction_id>", console.settle, name="settle"),
    path("<uuid:session_id>/", room.page, name="room"),
    path("<uuid:session_id>/cancel", room.cancel, name="cancel"),
    path("<uuid:session_id>/enter", room.enter, name="enter"),
    path("<uuid:session_id>/colleague", room.enter_colleague, name="colleague"),
    path("<uuid:session_id>/leave", room.leave, name="leave"),
    path("<uuid:session_id>/rights", room.rights, name="rights"),
    path("<uuid:session_id>/identity", room.identity, name="identity"),
    path("<uuid:session_id>/begin", room.begin, name="begin"),
    path("<uuid:session_id>/segments", room.commit, name="commit"),
    path("<uuid:session_id>/dictation", dictation.listen, name="dictation"),
    path("<uuid:session_id>/pause", room.pause, name="pause"),
    path("<uuid:session_id>/resume", room.resume, name="resume"),
    path("<uuid:session_id>/prompts/<uuid:prompt_id>", room.receipt, name="receipt"),
    path("<uuid:session_id>/exhibits", room.release, name="release"),
    path("<uuid:session_id>/exhibits/clear", room.clear, name="clear"),
    path("<uuid:session_id>/read-back", reading.start, name="read_back"),
    path("<uuid:session_id>/corrections", reading.correct, name="correct"),
    path("<uuid:session_id>/confirm", reading.confirm, name="confirm"),
    path("<uuid:session_id>/return", reading.back, name="return"),
    path("<uuid:session_id>/signatures", reading.sign, name="sign"),
    path("<uuid:session_id>/refusal", reading.refuse, name="refuse"),
    path("<uuid:session_id>/close", reading.close, name="close"),
    path("<uuid:session_id>/recording/parts", recording.parts, name="recording_parts"),
    path("<uuid:session_id>/recording/markers", recording.markers, name="recording_markers"),
    path("<uuid:session_id>/recording/index", recording.index, name="recording_index"),
    path("<uuid:session_id>/recording/status", recording.status, name="recording_status"),
    path("<uuid:session_id>/recording/parts/<uuid:part>/media", recording.media, name="recording_media"),
    path("<uuid:session_id>/recording/preflight", recording.preflight, name="recording_preflight"),
    path("<uuid:session_id>/signal", signalling.signal, name="signal"),
    path("<uuid:session_id>/recording", playback.page, name="playback"),
    path("contradictions/<uuid:contradiction_id>/media", playback.compare, name="media"),
    path("<uuid:session_id>/record.pdf", reading.record, name="record"),
    path("<uuid:session_id>/images/<slug:sha256>", reading.image, name="image"),
    path("<uuid:session_id>/display", display.page, name="display"),
    path("<uuid:session_id>/display/exhibit", display.exhibit, name="exhibit"),
]
