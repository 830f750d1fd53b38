"""The instance folder at a start: created, writable, and readable by its owner only."""

import errno
import os
import secrets
from pathlib import Path

from core.starting.errors import StartError

PRIVATE = 0o077  # the umask: files 0600, folders 0700, whatever writes them
PROBE_BYTES = 1024 * 1024  # a migration or the first rows need more than one block
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_REFUSED = (errno.EACCES, errno.EPERM, errno.EROFS)


def open_folder(folder: Path) -> None:
    """Create the folder and make everything this process writes private.

    Raises StartError where it cannot be created, is no folder, is read-only, or the disk is full.
    """
    os.umask(PRIVATE)
    if not folder.parent.is_dir():  # a mistyped path or a disk not mounted must not start empty
        raise StartError(
            f"找不到文件夹 {folder.parent}，资料文件夹 {folder} 没有地方放。"
            "请检查 RONGYE_INSTANCE 写得对不对、硬盘有没有挂上，或者先把上一级文件夹建好。"
        )
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        _write_probe(folder / f".probe-{secrets.token_hex(4)}")
    except OSError as error:
        raise refusal_of(error, folder) from error


def _write_probe(path: Path) -> None:
    try:
        with path.open("xb") as file:
            file.write(bytes(PROBE_BYTES))
    finally:
        path.unlink(missing_ok=True)


def refusal_of(error: OSError, place: Path) -> StartError:
    """Return the sentence for an error of the file system at a place."""
    if error.errno in _FULL:
        return StartError(f"硬盘满了，{place} 写不进东西。请先腾出至少 200 MB 再启动。")
    if error.errno in _REFUSED:
        return StartError(
            f"{place} 不让写（没有权限，或者硬盘是只读的）。请把它交给运行本系统的用户，再启动。"
        )
    if error.errno in (errno.EEXIST, errno.ENOTDIR):
        return StartError(f"{place} 不是文件夹。请把这个文件移走，或者改 RONGYE_INSTANCE。")
    return StartError(f"{place} 读写出错（{error.strerror}）。请检查硬盘，再启动。")


def tighten(folder: Path) -> list[Path]:
    """Take group and others' rights from everything in the folder; links are not followed.

    Returns what another user owns and stays as it is.
    """
    foreign = [] if _tighten_one(folder) else [folder]
    for parent, folders, files in os.walk(folder):
        for name in (*folders, *files):
            path = Path(parent, name)
            if not _tighten_one(path):
                foreign.append(path)
    return foreign


def _tighten_one(path: Path) -> bool:
    """Return whether nobody but the owner has rights now."""
    try:
        if not path.is_symlink() and path.stat().st_mode & PRIVATE:
            path.chmod(path.stat().st_mode & ~PRIVATE & 0o7777)
    except FileNotFoundError:  # a file of a running server came to its end
        return True
    except PermissionError:
        return False
    return True
