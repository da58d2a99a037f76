"""The pure parts of the packaging: what goes in, what packages say, the scripts that install and remove."""

from __future__ import annotations

import configparser
import hashlib
import os
import re
import shutil
import struct
import subprocess
import tomllib
import xml.etree.ElementTree as ET
from collections.abc import Callable
from datetime import date
from pathlib import Path

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from installers import contents, deb, icons, metadata, rpm, selfextract, sums, windows
from installers.bundle import normalise
from installers.job import Job
from installers.product import ROOT, BrandingError, branded, plain, project_version
from installers.selfextract import PROGRAM

XML = "{http://www.w3.org/XML/1998/namespace}lang"


def entry(name: str, kind: str = "BINARY", source: str = "") -> contents.Entry:
    return (name, source or f"/src/{name}", kind)


def test_a_library_stays_while_something_kept_asks_for_it() -> None:
    needs = {
        "/src/PySide6/QtCore.abi3.so": ["libQt6Core.so.6"],
        "/src/PySide6/Qt/lib/libQt6Core.so.6": ["libicu.so", "libc.so.6"],
        "/src/PySide6/Qt/plugins/platforms/libqxcb.so": ["libxcb-cursor.so.0"],
        "/src/PySide6/Qt/plugins/tls/libqopensslbackend.so": ["libssl.so.3"],
    }
    kept = contents.pruned(
        [
            entry("PySide6/QtCore.abi3.so", "EXTENSION"),
            entry("PySide6/Qt/lib/libQt6Core.so.6"),
            entry("libQt6Core.so.6", "SYMLINK", "PySide6/Qt/lib/libQt6Core.so.6"),
            entry("libicu.so"),
            entry("PySide6/Qt/plugins/platforms/libqxcb.so"),
            entry("libxcb-cursor.so.0"),
            entry("PySide6/Qt/plugins/tls/libqopensslbackend.so"),
            entry("libssl.so.3"),
            entry("libssl.so", "SYMLINK", "libssl.so.3"),
            entry("libpython3.11.so.1.0"),
            entry("deskbook/guard/words.txt", "DATA"),
        ],
        lambda source: needs.get(source, []),
    )
    assert [name for name, _source, _kind in kept] == [
        "PySide6/QtCore.abi3.so",
        "PySide6/Qt/lib/libQt6Core.so.6",
        "libQt6Core.so.6",
        "libicu.so",
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "libxcb-cursor.so.0",
        "libpython3.11.so.1.0",
        "deskbook/guard/words.txt",
    ]


@pytest.mark.parametrize(
    "name",
    [
        *contents.REQUIRED,
        "deskbook-0.1.0.dist-info/METADATA",
        "PySide6/Qt/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so",
        "PySide6\\plugins\\platforms\\qwindows.dll",
        "PySide6/Qt/translations/qtbase_zh_TW.qm",
    ],
)
def test_what_the_program_reads_goes_in(name: str) -> None:
    assert contents.wanted_file(name)


@pytest.mark.parametrize(
    "name",
    [
        "deskbook-0.1.0.dist-info/direct_url.json",
        "qtawesome/fonts/remixicon-2.5.0.ttf",
        "opencc/clib/lib64/libopencc.a",
        "opencc/clib/share/opencc/STPhrases.ocd2",
        "pypinyin/phrases_dict.json",
        "deskbook/data/resources/i18n/zh_CN/LC_MESSAGES/deskbook.po",
        "PySide6/Qt/plugins/platforms/libqwayland.so",
        "PySide6\\plugins\\tls\\qschannelbackend.dll",
        "PySide6/Qt/translations/qtbase_de.qm",
        "libdbus-1.so.3",
    ],
)
def test_what_it_does_not_read_stays_out(name: str) -> None:
    assert not contents.wanted_file(name)


def test_the_conversion_to_simplified_chinese_finds_its_dictionaries() -> None:
    rules = Path(opencc.__file__).parent / "clib" / "share" / "opencc" / "t2s.json"
    named = re.findall(r'"([^"]+\.ocd2)"', rules.read_text(encoding="utf-8"))
    assert named
    for name in (rules.name, *named):
        assert contents.wanted_file(f"opencc/clib/share/opencc/{name}")


def test_the_program_imports_nothing_that_is_left_out() -> None:
    """``typer`` needs pydantic and ``qtawesome`` is found by its folder, whatever else may go."""
    sources = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    for module in contents.EXCLUDED_MODULES:
        assert f"import {module}\n" not in sources
        assert f"from {module} import" not in sources
    assert not {"pydantic", "numpy", *contents.HIDDEN_MODULES} & set(contents.EXCLUDED_MODULES)


def test_the_version_stands_in_one_place() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert project_version() == version
    for path in [*(ROOT / "packaging").rglob("*"), *(ROOT / "src").rglob("*.py")]:
        if path.is_file() and path.suffix in {".py", ".sh", ".spec", ".nsi"}:
            assert f'"{version}"' not in path.read_text(encoding="utf-8"), path


def test_a_version_that_formats_order_differently_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "1.0rc1"\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"1\.0rc1"):
        project_version(tmp_path)


def test_the_desktop_entry_says_what_a_desktop_needs() -> None:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(metadata.desktop_entry(plain(), "deskbook"))
    main = parser["Desktop Entry"]
    assert main["Exec"] == "deskbook gui %f"
    assert main["MimeType"] == f"{metadata.MIME_TYPE};"
    assert main["Name[zh_CN]"] == "案头"
    assert main["Icon"] == "deskbook"
    assert [f"Desktop Action {a}" for a in main["Actions"].split(";") if a] == parser.sections()[1:]


def unquoted(argument: str) -> str:
    """Read an ``Exec`` argument as the Desktop Entry Specification says."""
    if not argument.startswith('"'):
        return argument.replace("%%", "%")
    return argument[1:-1].replace("\\\\", "\0").replace('\0"', '"').replace("\0`", "`").replace("\0$", "$")


@given(st.text(st.characters(exclude_categories=("C", "Z"), exclude_characters="\\"), min_size=1))
def test_any_path_can_stand_in_a_desktop_entry(path: str) -> None:
    assert unquoted(metadata.exec_argument(path)).replace("%%", "%") == path


def test_the_mime_type_and_the_description_are_sound_xml() -> None:
    mime = ET.fromstring(metadata.mime_type())
    assert mime[0].attrib["type"] == metadata.MIME_TYPE
    info = ET.fromstring(metadata.metainfo(plain(), date(2026, 12, 31)))
    assert info.findtext("id") == metadata.COMPONENT
    assert info.findtext("launchable") == "deskbook.desktop"
    assert {name.get(XML) for name in info.findall("name")} == {None, "zh-CN", "zh-TW"}
    release = info.find("releases/release")
    assert release is not None
    assert release.attrib == {"version": project_version(), "date": "2026-12-31"}


def test_a_shop_puts_in_its_own_name(tmp_path: Path) -> None:
    (tmp_path / "branding.toml").write_text(
        'name = "Star & Co Handbook"\nname_zh_CN = "星河案头"\nvendor = "Star & Co"\n', encoding="utf-8"
    )
    product = branded(tmp_path)
    assert "Name[zh_CN]=星河案头" in metadata.desktop_entry(product, "deskbook")
    info = ET.fromstring(metadata.metainfo(product, date(2026, 12, 31)))
    assert info.findtext("name") == "Star & Co Handbook"
    assert "Star & Co Handbook" in deb.control_file(product, "amd64", 1)
    assert product.icon == plain().icon


@pytest.mark.parametrize("text", ["", "name = 3", 'name = "a\\nb"', 'nam = "x"\nname = "y"', "name ="])
def test_a_branding_that_says_nonsense_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "branding.toml").write_text(text, encoding="utf-8")
    with pytest.raises(BrandingError, match=r"branding\.toml"):
        branded(tmp_path)


def test_both_package_managers_are_told_the_same_needs() -> None:
    assert len(deb.DEPENDS) == len(rpm.DEPENDS)
    assert "Depends: libc6 (>= 2.36), " in deb.control_file(plain(), "amd64", 2048)
    assert "Installed-Size: 2\n" in deb.control_file(plain(), "amd64", 2048)


def test_the_rpm_owns_its_own_folders_and_single_files_of_others() -> None:
    files = ["usr/bin/deskbook", "usr/lib/deskbook/_internal/a", "usr/share/doc/deskbook/copyright"]
    assert rpm.owned(map(Path, files)) == [
        "/usr/lib/deskbook",
        "/usr/share/doc/deskbook",
        "/usr/bin/deskbook",
    ]


def test_a_windows_icon_holds_its_pictures() -> None:
    pictures = {size: icons.png(plain().icon, size) for size in (16, 256)}
    bound = icons.bind(pictures)
    assert struct.unpack_from("<HHH", bound) == (0, 1, 2)
    for number, (size, content) in enumerate(pictures.items()):
        width, *_rest, length, offset = struct.unpack_from("<BBBBHHII", bound, 6 + 16 * number)
        assert width == size % 256
        assert bound[offset : offset + length] == content
        assert content.startswith(b"\x89PNG")


@pytest.mark.skipif(shutil.which("makensis") is None, reason="NSIS is not installed; make check-windows does")
def test_the_setup_script_compiles(tmp_path: Path) -> None:
    made = windows.compile_placeholders(plain(), tmp_path, tmp_path)
    assert made.name == f"deskbook-{project_version()}-setup.exe"
    assert made.read_bytes().startswith(b"MZ")


def test_every_file_gets_the_same_time_and_one_of_two_modes(tmp_path: Path) -> None:
    (tmp_path / "tool").write_text("x")
    (tmp_path / "tool").chmod(0o700)
    (tmp_path / "text").write_text("x")
    (tmp_path / "text").chmod(0o666)
    (tmp_path / "link").symlink_to("text")
    normalise(tmp_path, 1_700_000_000)
    assert {path.name: path.lstat().st_mode & 0o777 for path in tmp_path.iterdir()} | {"link": 0} == {
        "tool": 0o755,
        "text": 0o644,
        "link": 0,
    }
    assert {path.lstat().st_mtime for path in tmp_path.iterdir()} == {1_700_000_000}


TOOLS = ("desktop-file-validate", "appstreamcli", "dpkg-deb", "rpmbuild", "makeself")


@pytest.mark.skipif(
    not all(map(shutil.which, TOOLS)), reason="the tools of `make packages` are not installed; it does that"
)
@pytest.mark.parametrize("make", [deb.make_deb, rpm.make_rpm, selfextract.make_run])
def test_the_same_program_packed_twice_gives_the_same_bytes(
    make: Callable[[Job], Path], tmp_path: Path
) -> None:
    def packed(name: str) -> bytes:
        work, bundle = tmp_path / name, tmp_path / name / "bundle"
        (bundle / "_internal").mkdir(parents=True)
        for file in ("deskbook", "_internal/b", "_internal/a"):
            (bundle / file).write_text(file)
        (bundle / "deskbook").chmod(0o755)
        (bundle / "_internal" / "link").symlink_to("a")
        normalise(bundle, 1_700_000_000)
        return make(Job(plain(), bundle, work, work, 1_700_000_000)).read_bytes()

    assert packed("one") == packed("other, later")


def test_the_sums_are_what_sha256sum_reads(tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(b"2")
    (tmp_path / "a").write_bytes(b"1")
    target = sums.write_sums([tmp_path / "b", tmp_path / "a"], tmp_path)
    first = target.read_text(encoding="utf-8").splitlines()[0]
    assert first == f"{hashlib.sha256(b'1').hexdigest()}  a"


class Person:
    """Somebody's home, and the unpacked installer."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "家 home"
        self.home.mkdir()
        self.payload = folder / "payload"
        program = self.payload / "program"
        program.mkdir(parents=True)
        (program / "deskbook").write_text("#!/bin/sh\necho started\n")
        (program / "deskbook").chmod(0o755)
        entry = self.payload / "share" / "applications" / "deskbook.desktop"
        entry.parent.mkdir(parents=True)
        entry.write_text(metadata.desktop_entry(plain(), PROGRAM), encoding="utf-8")
        for name in ("install.sh", "uninstall.sh"):
            (self.payload / name).write_bytes((ROOT / "packaging" / "linux" / name).read_bytes())
            (self.payload / name).chmod(0o755)

    def run(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        tools = self.home.parent / "bin"
        if not tools.exists():
            # Whoever runs the tests, the scripts shall take them for a person without root.
            tools.mkdir()
            (tools / "id").write_text("#!/bin/sh\necho 1000\n")
            (tools / "id").chmod(0o755)
        return subprocess.run(
            list(map(str, command)),
            env={"HOME": str(self.home), "PATH": f"{tools}:/usr/bin:/bin"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def install(self, *options: str) -> subprocess.CompletedProcess[str]:
        return self.run("sh", self.payload / "install.sh", "--silent", *options)

    def files(self) -> dict[str, str]:
        return {
            str(path.relative_to(self.home)): os.readlink(path)
            if path.is_symlink()
            else path.read_text()
            if path.is_file()
            else ""
            for path in self.home.rglob("*")
        }


@pytest.fixture
def person(tmp_path: Path) -> Person:
    return Person(tmp_path)


def test_a_person_installs_upgrades_and_removes_without_root(person: Person) -> None:
    data = person.home / ".local" / "share" / "deskbook" / "workspace.sqlite"
    data.parent.mkdir(parents=True)
    data.write_text("theirs")
    before = person.files()
    (person.payload / "program" / "stale").write_text("old")
    (person.payload / "share" / "icons").mkdir()
    (person.payload / "share" / "icons" / "stale.png").write_text("old")
    done = person.install()
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    program = person.home / ".local" / "opt" / "deskbook"
    assert person.run(person.home / ".local" / "bin" / "deskbook").stdout == "started\n"
    entry = (person.home / ".local/share/applications/deskbook.desktop").read_text(encoding="utf-8")
    assert f'Exec="{program}/deskbook" gui %f\n' in entry
    assert f'Exec="{program}/deskbook" gui --desk owner\n' in entry

    (person.payload / "program" / "stale").unlink()
    (person.payload / "share" / "icons" / "stale.png").unlink()
    assert person.install().returncode == 0
    assert not [name for name in person.files() if "stale" in name or name.endswith((".new", ".old"))]

    assert person.run(program / "uninstall", "--silent").returncode == 0
    assert person.files() == before


def test_only_an_explicit_purge_removes_what_people_made(person: Person) -> None:
    before = person.files()
    assert person.install().returncode == 0
    data = person.home / ".local" / "share" / "deskbook" / "workspace.sqlite"
    data.parent.mkdir()
    data.write_text("theirs")
    uninstall = person.home / ".local" / "opt" / "deskbook" / "uninstall"
    assert person.run(uninstall).returncode == 1  # nobody is there to say yes
    assert data.exists()
    assert person.run(uninstall, "--silent", "--purge").returncode == 0
    assert person.files() == before


@pytest.mark.parametrize("prefix", ["relative", 'quo"te', "dollar$", "percent%", "line\nbreak"])
def test_a_prefix_that_would_break_the_desktop_entry_is_refused(person: Person, prefix: str) -> None:
    before = person.files()
    path = prefix if prefix == "relative" else str(person.home / prefix)
    done = person.install("--prefix", path)
    assert done.returncode == 1
    assert "--prefix" in done.stderr
    assert person.files() == before


def test_a_folder_of_somebody_else_is_not_replaced(person: Person) -> None:
    taken = person.home / "work"
    taken.mkdir()
    (taken / "thesis").write_text("mine")
    before = person.files()
    done = person.install("--prefix", str(taken))
    assert done.returncode == 1
    assert "something else" in done.stderr
    assert person.files() == before
