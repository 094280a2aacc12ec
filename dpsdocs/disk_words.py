"""Why a file or folder could not be read or written, in words for the one who asked."""

from __future__ import annotations

import errno

_WHY = {
    errno.ENOENT: "finnes ikke",
    errno.EACCES: "kan ikke åpnes: brukeren mangler tilgang",
    errno.EPERM: "kan ikke åpnes: brukeren mangler tilgang",
    errno.EROFS: "ligger på en disk som bare kan leses",
    errno.EISDIR: "er en mappe, ikke en fil",
    errno.ENOTDIR: "ligger under noe som ikke er en mappe",
    errno.EEXIST: "er en fil, ikke en mappe",
    errno.ENOSPC: "kan ikke skrives: disken er full",
    errno.EDQUOT: "kan ikke skrives: disken er full",
    errno.ENAMETOOLONG: "har et for langt navn",
}


def disk_words(error: OSError) -> str:
    """«/mappe/fil finnes ikke.»"""
    why = _WHY.get(error.errno or 0, f"kan ikke brukes ({error.strerror or error})")
    return f"{error.filename or 'Filen'} {why}."
