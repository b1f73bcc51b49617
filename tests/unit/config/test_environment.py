from __future__ import annotations

from pathlib import Path

import pytest

from anjian.config.environment import Settings, SettingsError, database

GOOD = {
    "ANJIAN_SECRET_KEY": "k" * 40,
    "DATABASE_URL": "postgresql://anjian@/anjian?host=/tmp/socket",
    "ANJIAN_DATA": "var",
}


class TestSettings:
    def test_reads_what_it_is_told(self) -> None:
        found = Settings.read({**GOOD, "ANJIAN_HTTPS": "1", "ANJIAN_HOSTS": "a.example, b.example"})
        assert found.mode == "production"
        assert found.hosts == ("a.example", "b.example")
        assert found.https
        assert found.data.is_absolute()

    @pytest.mark.parametrize("name", sorted(GOOD))
    def test_refuses_to_start_without(self, name: str) -> None:
        with pytest.raises(SettingsError, match=name):
            Settings.read({key: value for key, value in GOOD.items() if key != name})

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("ANJIAN_MODE", "debug"),
            ("ANJIAN_HTTPS", "maybe"),
            ("ANJIAN_PROXIES", "one"),
            ("ANJIAN_SECRET_KEY", "short"),
            ("ANJIAN_TSA_URL", "ftp://time.example"),
            ("ANJIAN_TSA_ROOTS", "/no/such/file.pem"),
            ("DATABASE_URL", "sqlite:///db.sqlite3"),
            ("DATABASE_URL", "postgresql://host"),
        ],
    )
    def test_names_the_variable_it_cannot_use(self, name: str, value: str) -> None:
        with pytest.raises(SettingsError, match=name):
            Settings.read({**GOOD, name: value})

    def test_reads_a_secret_from_a_file(self, tmp_path: Path) -> None:
        secret = tmp_path / "secret"
        secret.write_text("s" * 40 + "\n", encoding="utf-8")
        env = {key: value for key, value in GOOD.items() if key != "ANJIAN_SECRET_KEY"}
        assert Settings.read({**env, "ANJIAN_SECRET_KEY_FILE": str(secret)}).secret_key == "s" * 40

    def test_refuses_a_secret_given_twice_or_an_unreadable_file(self, tmp_path: Path) -> None:
        with pytest.raises(SettingsError, match="只能设置其中一个"):
            Settings.read({**GOOD, "ANJIAN_SECRET_KEY_FILE": str(tmp_path / "x")})
        env = {key: value for key, value in GOOD.items() if key != "ANJIAN_SECRET_KEY"}
        with pytest.raises(SettingsError, match="无法读取"):
            Settings.read({**env, "ANJIAN_SECRET_KEY_FILE": str(tmp_path / "x")})

    def test_reads_the_roots_of_the_time_authority_and_the_secret_of_key_files(self, tmp_path: Path) -> None:
        roots = tmp_path / "roots.pem"
        roots.write_text("-----BEGIN CERTIFICATE-----\n", encoding="ascii")
        read = Settings.read(
            {
                **GOOD,
                "ANJIAN_TSA_URL": "https://time.example/tsa",
                "ANJIAN_TSA_ROOTS": str(roots),
                "ANJIAN_KEY_SECRET": "k" * 40,
            }
        )
        assert read.tsa_url == "https://time.example/tsa"
        assert "BEGIN CERTIFICATE" in read.tsa_roots
        assert read.key_secret == "k" * 40
        assert Settings.read(GOOD).key_secret == GOOD["ANJIAN_SECRET_KEY"]
        roots.write_text("not a certificate", encoding="ascii")
        with pytest.raises(SettingsError, match="没有证书"):
            Settings.read({**GOOD, "ANJIAN_TSA_ROOTS": str(roots)})


class TestDatabase:
    def test_reads_a_socket_and_a_host(self) -> None:
        here = database("postgresql://anjian@/anjian?host=/run/pg")
        assert (here["HOST"], here["NAME"], here["USER"]) == ("/run/pg", "anjian", "anjian")
        there = database("postgres://u:p%40ss@db.example:6432/cases?sslmode=require")
        assert (there["HOST"], there["PORT"], there["PASSWORD"]) == ("db.example", "6432", "p@ss")
        assert there["OPTIONS"]["sslmode"] == "require"
