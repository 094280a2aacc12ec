"""A worker for drills: address, instance folder, seconds of lease."""

from __future__ import annotations

import sys
from pathlib import Path

from dpsdocs import worker
from dpsdocs.config import Config

if __name__ == "__main__":
    url, folder, lease = sys.argv[1:4]
    settings = Config(secret="x" * 40, database_url=url, instance=Path(folder))
    raise SystemExit(worker.run(settings, limits=worker.Limits(lease_seconds=int(lease))))
