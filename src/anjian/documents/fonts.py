"""Typefaces of documents.

An agency's own licensed faces (方正小标宋, 仿宋_GB2312, …) come first when a folder
with them is set; Fandol next; the open Noto faces from the wheel always stand
behind, so that rare characters in names are never missing and no system font is
needed.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pylopdf_fonts_zh_cn
import typst

_WHEEL = Path(pylopdf_fonts_zh_cn.__file__).parent
_WANTED: dict[str, tuple[str, ...]] = {
    "title": ("FZXiaoBiaoSong-B05S", "方正小标宋简体", "FandolSong", "Noto Serif SC"),
    "body": ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "FandolFang R", "Noto Serif SC"),
    "kai": ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "FandolKai", "LXGW WenKai", "Noto Serif SC"),
    "hei": ("SimHei", "黑体", "FandolHei", "Noto Sans SC"),
}


@cache
def fonts(agency_folder: str = "") -> typst.Fonts:
    """The loaded faces: the agency's folder, if any, before the wheel's."""
    folders = [agency_folder] if agency_folder and Path(agency_folder).is_dir() else []
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[*folders, str(_WHEEL)],
    )


@cache
def families(agency_folder: str = "") -> dict[str, list[str]]:
    """For each role of type, the families present, best first."""
    present = set(fonts(agency_folder).families())
    return {role: [name for name in names if name in present] for role, names in _WANTED.items()}
