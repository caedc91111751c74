"""The files in a folder or an archive, and what is refused before a byte of them is unpacked."""

import os
import stat
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from foods.importing.problems import Unreadable

MOST_MEMBERS = 400_000  # all labels of the DSLD are some 200,000 files
MOST_BYTES = 20 * 1024**3  # the full FoodData Central is about 3 GB unpacked
MOST_RATIO = 200  # text of food tables packs 5 to 30 times
FROM_BYTES = 100 * 1024**2  # below this a high ratio does no harm
_GZIP, _ZIPS = b"\x1f\x8b", (b"PK\x03\x04", b"PK\x05\x06")  # the second is an empty one
_ARCHIVES = (".zip", ".7z", ".rar", ".tar", ".tgz", ".gz", ".bz2", ".xz", ".zst")


@dataclass(frozen=True, slots=True)
class Member:
    """One file: on disk (`path`), or inside `archive` under `name`. `size` is what progress is measured by."""

    name: str
    size: int
    path: Path | None = None
    is_gzip: bool = False
    archive: zipfile.ZipFile | None = None

    def open(self) -> BinaryIO:
        """The bytes as they are stored: what is packed with gzip stays packed."""
        if self.archive is not None:
            return self.archive.open(self.name)  # type: ignore[return-value]
        assert self.path is not None
        return self.path.open("rb")


def members_of(path: Path) -> tuple[dict[str, Member], zipfile.ZipFile | None]:
    """The files by name, sorted, and the archive that has to be closed in the end."""
    try:
        if path.is_dir():
            return _in_folder(path), None
        start = _start(path)
        if start in _ZIPS and not _is_workbook(path):
            archive = zipfile.ZipFile(path)
            try:
                return _in_zip(archive, path.stat().st_size), archive
            except BaseException:
                archive.close()
                raise
        if not start:
            raise Unreadable("empty", f"{path.name} is empty: there is nothing to import.")
        member = _on_disk(path, path.name)
        return {member.name: member}, None
    except Unreadable:
        raise
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError) as error:  # whatever damage makes of it
        raise Unreadable("archive", f"{path.name} is damaged ({error}): download it again.") from None
    except OSError as error:
        raise Unreadable("missing", f"{path.name} cannot be opened: {error.strerror or error}.") from None


def _start(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(4)


def _on_disk(path: Path, name: str) -> Member:
    start = _start(path)
    if start in _ZIPS:
        with zipfile.ZipFile(path) as workbook:
            _guard(workbook, path.stat().st_size)
    packed = start[:2] == _GZIP
    return Member(name.removesuffix(".gz") if packed else name, path.stat().st_size, path, packed)


def _is_workbook(path: Path) -> bool:
    """Whether it is an Office file, which is an archive too, but one file to us."""
    with zipfile.ZipFile(path) as archive:
        return "[Content_Types].xml" in archive.NameToInfo


def _in_folder(folder: Path) -> dict[str, Member]:
    members: dict[str, Member] = {}
    for directory, below, files in os.walk(folder):
        below[:] = sorted(name for name in below if not _is_clutter(name))
        for file in sorted(name for name in files if not _is_clutter(name)):
            path = Path(directory) / file
            if not stat.S_ISREG(path.lstat().st_mode):
                continue  # a link may lead out of the folder; a pipe never ends
            member = _member_of_folder(path, path.relative_to(folder).as_posix())
            members.setdefault(member.name, member)
            if len(members) > MOST_MEMBERS:
                raise Unreadable("members", f"{folder.name} holds more than {MOST_MEMBERS:,} files.")
    if not members:
        raise Unreadable("empty", f"{folder.name} holds no files.")
    return dict(sorted(members.items()))


def _member_of_folder(path: Path, name: str) -> Member:
    """Archives beside the tables are let be: only a packed table or a workbook is looked into."""
    if path.suffix.casefold() in (".gz", ".xlsx"):
        return _on_disk(path, name)
    return Member(name, path.stat().st_size, path)


def _in_zip(archive: zipfile.ZipFile, packed_size: int) -> dict[str, Member]:
    _guard(archive, packed_size)
    members: dict[str, Member] = {}
    for info in archive.infolist():
        name = PurePosixPath(info.filename)
        if info.is_dir() or any(_is_clutter(part) for part in name.parts):
            continue
        if info.filename in members:
            raise Unreadable("members", f"The archive holds {info.filename} twice.")
        if name.suffix.casefold() in _ARCHIVES:
            raise Unreadable("nested", f"The archive holds another archive, {name.name}: unpack it first.")
        members[info.filename] = Member(info.filename, info.file_size, archive=archive)
    if not members:
        raise Unreadable("empty", "The archive holds no files.")
    return dict(sorted(members.items()))


def _guard(archive: zipfile.ZipFile, packed_size: int) -> None:
    infos = archive.infolist()
    if len(infos) > MOST_MEMBERS:
        raise Unreadable("members", f"The archive holds more than {MOST_MEMBERS:,} files.")
    for info in infos:
        if info.flag_bits & 0x1:
            raise Unreadable("encrypted", f"{info.filename} needs a password: unpack the archive first.")
        if not info.filename:
            raise Unreadable("members", "The archive holds a file without a name.")
        name = PurePosixPath(info.filename.replace("\\", "/"))
        if name.is_absolute() or ".." in name.parts or ":" in "".join(name.parts[:1]):
            raise Unreadable("members", f"The archive names a file outside of itself: {info.filename}.")
        guard_ratio(info.filename, packed=info.compress_size, unpacked=info.file_size)
    guard_ratio("The archive", packed=packed_size, unpacked=sum(info.file_size for info in infos))


def guard_ratio(what: str, *, packed: int, unpacked: int) -> None:
    """Refuse what is a bomb and no table: packed two hundred times, or more than any food database is."""
    if unpacked > MOST_BYTES or (unpacked > FROM_BYTES and unpacked > MOST_RATIO * packed):
        raise Unreadable("bomb", f"{what} unpacks to {unpacked // 1024**2:,} MB from {packed:,} bytes: it was left.")


def _is_clutter(name: str) -> bool:
    return name.startswith(".") or name == "__MACOSX"
