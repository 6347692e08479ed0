"""Publishing: built aside, checked, put in place by one exchange of folders. What was there before survives any failure.

Knows folders and manifests. Leaves the content to the writers, and what it must never hold to the guard. A folder that this program did not
make, or that holds a stranger's file, is never touched.
"""

from __future__ import annotations

import codecs
import contextlib
import ctypes
import errno
import glob
import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from charter_builder.guard import NOTHING, Known, check
from charter_builder.manifest import MANIFEST, changes, files_of, walk, write_manifest
from charter_builder.problems import CharterError, Place, Problems
from charter_builder.resources import cache_folder, own_file

_EXCHANGE = 2  # RENAME_EXCHANGE, linux/fs.h


def publish(target: Path, write: Callable[[Path], None], about: dict[str, Any], known: Known = NOTHING, *, force: bool = False) -> None:
    """Make a folder with `write`, check it, and put it in the place of `target` in one step.

    `write` receives an empty folder beside the target. `about` goes into the manifest with the SHA-256 of every file; `known` is what
    may run or be styled there, and the texts of persons; with `force`, files that somebody changed by hand are lost. Raises
    CharterError when the target is not ours, cannot be written, or what was written has a fault; the target is then as before.
    """
    target = Path(os.path.abspath(target))
    with file_system_refusals(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        with _lock(target):
            _recover(target)
            refuse_foreign(target, force=force)
            _sweep(target)
            with _aside(target) as aside:
                write(aside)
                _stop_on_faults(aside, known)
                write_manifest(aside, about)
                _put_in_place(aside, target, force)


def create(target: Path, write: Callable[[Path], None]) -> None:
    """Make a new folder with `write`, in one step. Raises CharterError when something is there already, or when it cannot be written.

    `write` receives an empty folder beside the target. Nothing is ever replaced: a folder that exists must be empty.
    """
    shown, target = target, Path(os.path.abspath(target))
    with file_system_refusals(shown, "E513"):
        _refuse_occupied(shown)
        target.parent.mkdir(parents=True, exist_ok=True)
        with _lock(target), _aside(target) as aside:
            write(aside)
            _refuse_occupied(shown)  # somebody may have put something there in the meantime
            _put_in_empty_place(aside, target)


def _refuse_occupied(target: Path) -> None:
    problems = Problems()
    shown, place = str(target), Place(str(target))
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        problems.add("E512", place, folder=shown)
    elif target.is_dir() and any(target.iterdir()):
        problems.add("E511", place, folder=shown)
    elif target.is_dir() and target.samefile(Path.cwd()):  # the new folder would take its name, and leave whoever works in it nowhere
        problems.add("E514", place, folder=shown)
    problems.stop_if_errors()


def refuse_unwritable(path: Path, problems: Problems) -> None:
    """Add a problem when a file, or the nearest folder that exists above it, does not let itself be written: better known early."""
    nearest = next((place for place in (path, *Path(os.path.abspath(path)).parents) if os.path.exists(place)), path)
    if not os.access(nearest, os.W_OK) and not any(problem.code == "E119" for problem in problems):
        problems.add("E515", Place(str(path)), file=str(path), reason=os.strerror(errno.EACCES))


def replace_file(path: Path, text: str, *, like: Path) -> None:
    """Write a file in one step: it holds the old text or the new one, never a part. Line ends and byte-order mark are those of the
    file `like`, when there is one. Raises CharterError.
    """
    shown, path = path, Path(os.path.abspath(path))
    before = like.read_bytes() if like.is_file() else b""
    encoded = text.replace("\n", "\r\n" if b"\r\n" in before else "\n").encode()
    problems = Problems()
    aside = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write((codecs.BOM_UTF8 if before.startswith(codecs.BOM_UTF8) else b"") + encoded)
        shutil.copymode(path, aside) if path.exists() else os.chmod(aside, 0o644)
        os.replace(aside, path.resolve())
    except OSError as error:
        Path(aside).unlink(missing_ok=True) if aside else None
        problems.add("E515", Place(str(shown)), file=str(shown), reason=error.strerror or str(error))
    problems.stop_if_errors()


def refuse_foreign(target: Path, *, force: bool = False) -> None:
    """Raise CharterError unless the target is absent, empty, or made by this program and by nobody else. With `force`, what somebody
    changed by hand does not count; a file that somebody added always does.
    """
    problems = Problems()
    shown, target = str(target), Path(os.path.abspath(target))
    place = Place(shown)
    if target == Path.cwd() or target in Path.cwd().parents:
        problems.add("E510", place, folder=shown)  # replaced as a whole, it would vanish under whoever works in it
    elif target.is_symlink() or (target.exists() and not target.is_dir()):
        problems.add("E503", place, folder=shown)
    elif target.is_dir() and any(target.iterdir()):
        files = files_of(target)
        if files is None:
            problems.add("E501", place, folder=shown)
        else:
            stranger = next((name for name in walk(target) if name != MANIFEST and name not in files), None)
            if stranger:
                problems.add("E502", place, folder=shown, extra=stranger)
            elif not force and (touched := changes(target, files).touched):
                problems.add("E530", place, folder=shown, files=touched)
    problems.stop_if_errors()


def _stop_on_faults(folder: Path, known: Known) -> None:
    problems = Problems()
    check(folder, known, problems)
    problems.stop_if_errors()


def _put_in_place(aside: Path, target: Path, force: bool) -> None:
    refuse_foreign(target, force=force)  # somebody may have put something there in the meantime
    if not target.exists() or not any(target.iterdir()):
        _put_in_empty_place(aside, target)
        return
    if _exchange(aside, target):
        return  # `aside` is now what was there before: the caller removes it
    old = Path(tempfile.mkdtemp(prefix=f".{target.name}.old-", dir=target.parent))
    target.rename(old / "before")
    try:
        aside.rename(target)  # a stop between these two renames is mended by `_recover` at the next build
    except OSError:
        (old / "before").rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _put_in_empty_place(aside: Path, target: Path) -> None:
    if target.exists():
        target.rmdir()
    aside.rename(target)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step, where the system can: Linux, renameat2(2) with RENAME_EXCHANGE."""
    if not sys.platform.startswith("linux"):
        return False
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 is None:
        return False
    here = -100  # AT_FDCWD
    if renameat2(here, os.fsencode(one), here, os.fsencode(other), _EXCHANGE) == 0:
        return True
    error = ctypes.get_errno()
    if error in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
        return False
    raise OSError(error, os.strerror(error), str(other))


def _recover(target: Path) -> None:
    """Bring back what a stop between two renames left aside."""
    if not target.exists():
        for old in sorted(target.parent.glob(f".{glob.escape(target.name)}.old-*")):
            if (old / "before").is_dir():
                (old / "before").rename(target)
                return


def _sweep(target: Path) -> None:
    """Remove what builds that were killed left behind. Under the lock, so no other build is using it."""
    for kind in ("new", "old"):
        for left in target.parent.glob(f".{glob.escape(target.name)}.{kind}-*"):
            shutil.rmtree(left, ignore_errors=True)


@contextlib.contextmanager
def _aside(target: Path) -> Iterator[Path]:
    """An empty folder beside the target, removed in the end unless it was put in its place."""
    aside = Path(tempfile.mkdtemp(prefix=f".{target.name}.new-", dir=target.parent))
    try:
        aside.chmod(0o755)
        yield aside
    finally:
        shutil.rmtree(aside, ignore_errors=True)


@contextlib.contextmanager
def _lock(target: Path) -> Iterator[None]:
    """One build of this folder at a time. The lock is kept apart: nothing is left beside the folder."""
    from filelock import FileLock

    def acquired(folder: Path) -> FileLock:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / hashlib.sha256(os.fsencode(target)).hexdigest()[:32], timeout=60)
        lock.acquire()
        return lock

    try:
        lock = acquired(cache_folder() / "locks")
    except TimeoutError:
        raise
    except OSError:  # a cache that is somebody else's, or that cannot be written
        lock = acquired(Path(tempfile.gettempdir()))
    try:
        yield
    finally:
        lock.release()


@contextlib.contextmanager
def file_system_refusals(target: Path, code: str = "E504") -> Iterator[None]:
    """An error of the file system, such as a full disk, as a problem with the folder; that of a file of the program, as such."""
    try:
        yield
    except OSError as error:
        problems = Problems()
        if own := own_file(error):
            problems.add("E540", Place(own), file=own)
        else:
            problems.add(code, Place(str(target)), folder=str(target), reason=error.strerror or str(error))
        raise CharterError(problems) from error
