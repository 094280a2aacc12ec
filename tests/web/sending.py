"""A form with a file, as it travels: the client's own way leaves large files open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.web.strict import StrictClient

_MULTIPART = "multipart/form-data; boundary=x"


def send_file(client: StrictClient, path: str, fields: Mapping[str, str], name: str, data: bytes) -> Any:
    """Post fields and a file named ``file`` as a browser does."""
    text = "".join(
        f'--x\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in fields.items()
    )
    text += f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    return client.post(path, data=text.encode() + data + b"\r\n--x--\r\n", content_type=_MULTIPART)
