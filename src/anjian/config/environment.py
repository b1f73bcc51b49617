"""What this installation is told from outside: one frozen value, read once, failing loudly.

Every setting is an environment variable named in `Settings.read`. A secret may instead be given as
`NAME_FILE`, the path of a file whose stripped content is the value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qsl, unquote, urlsplit

Mode = Literal["production", "rehearsal", "test"]
MODES: tuple[Mode, ...] = ("production", "rehearsal", "test")


class SettingsError(RuntimeError):
    """A setting is missing or cannot be used; the message names the variable and the cure."""


def _value(env: Mapping[str, str], name: str, default: str | None = None) -> str:
    direct, path = env.get(name), env.get(f"{name}_FILE")
    if direct and path:
        raise SettingsError(f"{name} 与 {name}_FILE 只能设置其中一个")
    if path:
        try:
            direct = Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise SettingsError(f"{name}_FILE 指向的文件无法读取: {path} ({error.strerror})") from error
        if not direct:
            raise SettingsError(f"{name}_FILE 指向的文件是空的: {path}")
    if direct:
        return direct
    if default is None:
        raise SettingsError(f"缺少环境变量 {name} (或 {name}_FILE); 用 ./anjian up 启动会自动设置")
    return default


def _flag(env: Mapping[str, str], name: str, *, default: bool) -> bool:
    raw = env.get(name, "")
    if raw == "":
        return default
    if raw.lower() in {"1", "true", "yes", "on"}:
        return True
    if raw.lower() in {"0", "false", "no", "off"}:
        return False
    raise SettingsError(f"{name} 只能是 1 或 0, 现在是 {raw!r}")


def _number(env: Mapping[str, str], name: str, default: int) -> int:
    raw = env.get(name, "")
    try:
        return int(raw) if raw else default
    except ValueError as error:
        raise SettingsError(f"{name} 必须是整数, 现在是 {raw!r}") from error


def _place(env: Mapping[str, str], name: str) -> str:
    """Return where recordings are copied to, empty when nowhere (`file:///folder` or `s3://bucket/prefix`)."""
    raw = _value(env, name, "")
    if raw and not raw.startswith(("file:///", "s3://")):
        raise SettingsError(f"{name} 只能是 file:///目录 或 s3://存储桶/前缀, 现在是 {raw!r}")
    return raw.rstrip("/")


def _bucket(env: Mapping[str, str], name: str) -> str:
    """Return the bucket that holds the evidence, empty when it lies below the data folder."""
    raw = _value(env, name, "")
    if raw and not (raw.startswith("s3://") and urlsplit(raw).netloc):
        raise SettingsError(f"{name} 只能是 s3://存储桶/前缀, 现在是 {raw!r}")
    return raw.rstrip("/")


def _gibibytes(env: Mapping[str, str], name: str, default: int) -> int:
    """Return a size given in GiB as bytes."""
    found = _number(env, name, default)
    if not 0 < found <= 5000:
        raise SettingsError(f"{name} 是 1 到 5000 之间的整数 (GiB), 现在是 {found}")
    return found * 1024**3


def _names(env: Mapping[str, str], name: str, default: str = "") -> tuple[str, ...]:
    return tuple(part.strip() for part in env.get(name, default).split(",") if part.strip())


def _witnesses(env: Mapping[str, str]) -> str:
    """Return the witnesses of the log as `URL VKEY, URL VKEY`, empty when there is none."""
    raw = _value(env, "ANJIAN_WITNESSES", "")
    for part in filter(None, (part.strip() for part in raw.split(","))):
        address, _, vkey = part.partition(" ")
        if not address.startswith(("http://", "https://")) or vkey.count("+") < 2:
            raise SettingsError(f"ANJIAN_WITNESSES 应写成 网址 公钥, 多个用逗号分开, 现在是 {part!r}")
    return raw


def _address(env: Mapping[str, str], name: str, schemes: tuple[str, ...]) -> str:
    raw = env.get(name, "").strip()
    if raw and urlsplit(raw).scheme not in schemes:
        raise SettingsError(f"{name} 必须以 {', '.join(f'{s}://' for s in schemes)} 开头, 现在是 {raw!r}")
    return raw


def _certificates(env: Mapping[str, str], name: str) -> str:
    """Return the PEM certificates in the file this variable names, "" when it names none."""
    path = env.get(name, "")
    if not path:
        return ""
    try:
        text = Path(path).read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{name} 指向的证书文件无法读取: {path}") from error
    if "-----BEGIN CERTIFICATE-----" not in text:
        raise SettingsError(f"{name} 指向的文件里没有证书（PEM）: {path}")
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One installation's settings. `data` holds everything that must be backed up."""

    mode: Mode
    data: Path
    database_url: str
    secret_key: str
    hosts: tuple[str, ...]
    origins: tuple[str, ...]
    https: bool
    proxies: int
    second_copy: str = ""
    store: str = ""
    upload_limit: int = 20 * 1024**3
    chromium: str = ""
    capture_allow: tuple[str, ...] = ()
    ice_servers: tuple[str, ...] = ()
    speech_url: str = ""
    speech_key: str = ""
    speech_model: str = ""
    judge_url: str = ""
    judge_key: str = ""
    judge_model: str = ""
    address: str = "http://localhost:8000"
    virus_check: str = ""
    dock: str = ""
    witnesses: str = ""
    key_secret: str = ""
    tsa_url: str = ""
    tsa_roots: str = ""
    pkcs11_module: str = ""
    pkcs11_token: str = ""
    pkcs11_pin: str = ""

    @classmethod
    def read(cls, env: Mapping[str, str]) -> Settings:
        """Read the settings from `env`; raises SettingsError naming the first unusable variable."""
        mode = env.get("ANJIAN_MODE", "production")
        if mode not in MODES:
            raise SettingsError(f"ANJIAN_MODE 只能是 {', '.join(MODES)}, 现在是 {mode!r}")
        secret_key = _value(env, "ANJIAN_SECRET_KEY")
        if len(secret_key) < 32:
            raise SettingsError("ANJIAN_SECRET_KEY 太短, 至少 32 个字符")
        database_url = _value(env, "DATABASE_URL")
        database(database_url)
        return cls(
            mode=mode,
            data=Path(_value(env, "ANJIAN_DATA")).absolute(),
            database_url=database_url,
            secret_key=secret_key,
            hosts=_names(env, "ANJIAN_HOSTS", "localhost,127.0.0.1,[::1]"),
            origins=_names(env, "ANJIAN_ORIGINS"),
            https=_flag(env, "ANJIAN_HTTPS", default=False),
            proxies=_number(env, "ANJIAN_PROXIES", 0),
            second_copy=_place(env, "ANJIAN_SECOND_COPY"),
            store=_bucket(env, "ANJIAN_STORE"),
            upload_limit=_gibibytes(env, "ANJIAN_UPLOAD_LIMIT", 20),
            chromium=env.get("ANJIAN_CHROMIUM", ""),
            capture_allow=_names(env, "ANJIAN_CAPTURE_ALLOW"),
            ice_servers=_names(env, "ANJIAN_ICE_SERVERS"),
            speech_url=_address(env, "ANJIAN_SPEECH_URL", ("http", "https", "ws", "wss")),
            speech_key=_value(env, "ANJIAN_SPEECH_KEY", ""),
            speech_model=env.get("ANJIAN_SPEECH_MODEL", ""),
            judge_url=_address(env, "ANJIAN_JUDGE_URL", ("http", "https")),
            judge_key=_value(env, "ANJIAN_JUDGE_KEY", ""),
            judge_model=env.get("ANJIAN_JUDGE_MODEL", ""),
            # What locks the key files; kept apart from sessions' key by whoever can keep two secrets.
            key_secret=_value(env, "ANJIAN_KEY_SECRET", secret_key),
            tsa_url=_address(env, "ANJIAN_TSA_URL", ("http", "https")),
            tsa_roots=_certificates(env, "ANJIAN_TSA_ROOTS"),
            pkcs11_module=env.get("ANJIAN_PKCS11_MODULE", ""),
            pkcs11_token=env.get("ANJIAN_PKCS11_TOKEN", ""),
            pkcs11_pin=_value(env, "ANJIAN_PKCS11_PIN", ""),
            address=_address(env, "ANJIAN_ADDRESS", ("http", "https")).rstrip("/")
            or (_names(env, "ANJIAN_ORIGINS") or ("http://localhost:8000",))[0].rstrip("/"),
            virus_check=_value(env, "ANJIAN_VIRUS_CHECK", ""),
            dock=_value(env, "ANJIAN_DOCK", ""),
            witnesses=_witnesses(env),
        )


def database(url: str) -> dict[str, Any]:
    """Django's description of a PostgreSQL address (`postgresql://user:password@host:port/name?host=/socket`).

    Raises SettingsError for any other kind of database: there is one dialect and no second code path.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise SettingsError(f"DATABASE_URL 必须以 postgresql:// 开头, 现在是 {parts.scheme}://")
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise SettingsError("DATABASE_URL 没有写数据库名 (postgresql://用户@主机/数据库名)")
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", unquote(parts.hostname or ""))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or options.pop("port", "")),
        # Threads of the web server live long and so do their connections; a dead one is noticed and replaced.
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            # Statements written out by us (audit.reading) are prepared at their second use.
            "prepare_threshold": 1,
            # A case is locked once per transaction and shortly: waiting longer means something is wrong.
            "options": "-c lock_timeout=5s -c idle_in_transaction_session_timeout=120s",
            **options,
        },
    }
