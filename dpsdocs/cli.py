"""The commands: one parser, each command a function that returns the exit code."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from typing import TypeAlias

from . import __version__
from .config import ConfigError
from .disk_words import disk_words


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; the exit code is 0 when it went well, 1 for findings, 2 for input that cannot be used."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # what others wrote may hold what the terminal cannot show
            stream.reconfigure(errors="backslashreplace")
    args = _parser().parse_args(argv)
    try:
        return int(args.run(args))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except ConfigError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except OSError as error:
        sys.stderr.write(disk_words(error) + "\n")
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="dpsdocs", description="Dokumenter til konkurranser i en innkjøpsordning"
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(required=True, metavar="KOMMANDO")
    _documents(commands)
    _server(commands)
    return parser


Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def _documents(commands: Commands) -> None:
    from . import commands as run
    from .commands_verify import verify as verify_command

    package = commands.add_parser("package", help="lag dokumentpakken av en saksfil")
    package.add_argument("case", metavar="SAK.json")
    package.add_argument("--out", required=True, metavar="MAPPE")
    package.add_argument("--cache", metavar="MAPPE", help="behold ferdige filer her til neste gang")
    package.add_argument("--previous", metavar="GAMMEL.json", help="saksfilen for versjonen som endres")
    package.add_argument("--draft", action="store_true", help="lag utkast, også når noe mangler")
    package.set_defaults(run=run.package)
    check = commands.add_parser("check", help="kontroller en saksfil; 1 når noe stopper")
    check.add_argument("case", metavar="SAK.json")
    check.add_argument("--json", action="store_true")
    check.add_argument("--previous", metavar="GAMMEL.json", help="saksfilen for versjonen som endres")
    check.set_defaults(run=run.check_case)
    verify = commands.add_parser(
        "verify", help="kontroller en pakke, eller en Word- eller Excel-fil mot pakken den kom fra"
    )
    verify.add_argument("file", metavar="FIL")
    other = verify.add_mutually_exclusive_group()
    other.add_argument("--against", metavar="PAKKE.zip", help="pakken filen skal sammenlignes med")
    other.add_argument("--remake", metavar="INTERNT.zip", help="lag pakken på nytt av den interne pakken")
    verify.add_argument(
        "--report", metavar="UT.docx", help="skriv forskjellene som Word-fil med sporede endringer"
    )
    verify.set_defaults(run=verify_command)
    commands.add_parser("schema", help="skriv skjemaet for saksfiler").set_defaults(run=run.print_schema)
    commands.add_parser("rules", help="skriv tabellen over alle regler").set_defaults(run=run.rules)
    deadline = commands.add_parser("deadline", help="regn ut minste tilbudsfrist")
    deadline.add_argument("date", metavar="DATO")
    deadline.add_argument("--extra-days", type=int, default=0, metavar="ANTALL")
    deadline.set_defaults(run=run.deadline)
    _sets(commands)


def _sets(commands: Commands) -> None:
    masters = commands.add_parser("masters", help="kontroller, skriv ut, last ned eller ta inn et malsett")
    masters.add_argument("action", choices=("lint", "facts", "render", "export", "import"))
    masters.add_argument(
        "names", nargs="*", metavar="NAVN", help="export: SETT og ZIP eller mappe · import: ZIP"
    )
    masters.add_argument(
        "--editor", metavar="EPOST", help="import: malredaktøren som tar settet inn som utkast"
    )
    masters.add_argument("--set", default="vektertjenester")
    masters.add_argument("--case", metavar="SAK.json", help="saksfil å bruke i stedet for eksempelet")
    masters.add_argument("--out", default="maler-ut", metavar="MAPPE")
    masters.set_defaults(run=_masters)


def _masters(args: argparse.Namespace) -> int:
    if args.action in ("export", "import"):
        from .commands_masters import exchange

        return exchange(args)
    from .commands import masters

    return masters(args)


def _server(commands: Commands) -> None:
    from . import server as run

    serve = commands.add_parser("serve", help="oppdater databasen og start program og arbeider")
    serve.add_argument("--demo", action="store_true", help="egen database med oppdiktede eksempler")
    serve.add_argument("--port", type=int)
    serve.set_defaults(run=run.serve)
    commands.add_parser("worker", help="start bare arbeideren").set_defaults(run=run.work)
    commands.add_parser("migrate", help="oppdater databasen").set_defaults(run=run.migrate)
    user = commands.add_parser("user", help="legg til den første systemadministratoren")
    user.add_argument("action", choices=("add",))
    user.add_argument("--name", required=True)
    user.add_argument("--email", required=True)
    user.set_defaults(run=run.add_user)
    backup = commands.add_parser("backup", help="ta sikkerhetskopi")
    backup.add_argument("target", metavar="FIL")
    backup.set_defaults(run=run.backup)
    restore = commands.add_parser("restore", help="legg tilbake en sikkerhetskopi")
    restore.add_argument("source", metavar="FIL")
    restore.add_argument("--force", action="store_true")
    restore.set_defaults(run=run.restore)
    commands.add_parser("doctor", help="se etter at alt programmet trenger, er på plass").set_defaults(
        run=run.doctor
    )
    bench = commands.add_parser("bench", help="mål hastigheten")
    bench.add_argument("names", nargs="*", metavar="NAVN")
    bench.add_argument("--json", action="store_true")
    bench.add_argument("--rounds", type=int, default=5)
    bench.set_defaults(run=run.bench)


if __name__ == "__main__":
    raise SystemExit(main())
