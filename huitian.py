"""The command line of huitian; the only place where etl and dashboard meet."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence

import click

from dashboard.access_cli import COMMANDS as ACCESS_COMMANDS
from dashboard.brief_cli import brief
from dashboard.serve_cli import serve
from dashboard.show_cli import show
from dashboard.snapshot_cli import snapshot
from etl.build_cli import rebuild_home
from etl.cli import COMMANDS as ETL_COMMANDS
from etl.demo.cli import demo
from geodata import settings
from geodata.backup_cli import restore
from geodata.cli import COMMANDS as GEODATA_COMMANDS
from geodata.errors import HuitianError, exit_code

HOME = "--home"


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="huitian")
def cli() -> None:
    """回天：导入 12345 诉求，定位到网格，在三级地图上查看。每条命令都接受 --home DIR（数据目录，默认 .huitian）。"""


@click.command("demo", params=[*demo.params, *(p for p in serve.params if p.name == "port")], help=demo.help)
@click.option("--no-serve", is_flag=True, help="只生成和导入，不打开看板")
@click.pass_context
def demo_then_serve(context: click.Context, /, no_serve: bool, port: int, **options: object) -> None:
    """What `huitian demo` does: etl makes and imports the data, dashboard shows it."""
    context.invoke(demo, **options)
    if not no_serve:
        context.invoke(serve, port=port)


@click.command("restore", params=restore.params, help=restore.help)
@click.pass_context
def restore_then_build(context: click.Context, /, **options: object) -> None:
    """What `huitian restore` does: geodata brings the store back, etl makes anew what is derived from it."""
    if context.invoke(restore, **options):
        rebuild_home(context.obj)


for command in (*GEODATA_COMMANDS, *ETL_COMMANDS, *ACCESS_COMMANDS, restore_then_build, demo_then_serve, serve, show, brief, snapshot):
    cli.add_command(command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs one command and ends the process: 0 done, 2 input refused, 3 refused by settings or rights, 1 fault of the program."""
    sys.exit(_run(list(sys.argv[1:] if arguments is None else arguments)))


def _run(arguments: list[str]) -> int:
    try:
        home, rest = _home_of(arguments)
        cli.main(rest, obj=settings.load(home=home), prog_name="huitian", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return 2
    except (click.Abort, KeyboardInterrupt):
        click.echo("已中断，没有留下半成品。", err=True)
        return 1
    except HuitianError as error:
        click.echo(str(error), err=True)
        return exit_code(error)
    except Exception:  # noqa: BLE001 - the outermost edge: a fault becomes exit code 1 with its trace on stderr
        click.echo(traceback.format_exc(), err=True)
        return 1
    return 0


def _home_of(arguments: list[str]) -> tuple[str | None, list[str]]:
    """The value of `--home`, wherever it stands, and the other arguments."""
    for index, word in enumerate(arguments):
        if word == HOME and index + 1 < len(arguments):
            return arguments[index + 1], arguments[:index] + arguments[index + 2 :]
        if word.startswith(HOME + "="):
            return word.removeprefix(HOME + "="), arguments[:index] + arguments[index + 1 :]
    return None, arguments


if __name__ == "__main__":
    main()
