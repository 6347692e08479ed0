"""The command `charter`: arguments, printing, exit status. 0: done; 1: something to mend in the user's files; 2: wrong command.

Knows click. Each command is a few lines over `app`; nothing else is imported before it is needed, so that help comes at once.
"""

from __future__ import annotations

import io
import shlex
import sys
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from charter_builder.messages import chosen_language, sentence
from charter_builder.writers import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from charter_builder.app import Case
    from charter_builder.charter import Audience
    from charter_builder.session import Session


def _say(name: str) -> str:
    """A help text, in the language of CHARTER_LANG."""
    return sentence(name, chosen_language())


PROFILE = click.argument("profile", type=click.Path(path_type=Path, readable=False), metavar="PROFIL")
FORCE = click.option("--force", is_flag=True, help=_say("help_force"))
HELP = click.help_option("-h", "--help", help=_say("help_help"))
LANGUAGE = click.option("--lang", "lang", type=click.Choice(["fr", "en"]), help=_say("help_lang"))
ON = click.option("--on", "on", metavar="DATE", help=_say("help_on"))


@click.group(help=_say("help_main"), context_settings={"max_content_width": 100})
@HELP
@click.version_option(package_name="charter-builder", message="charter %(version)s")
def main() -> None:
    for stream in (sys.stdout, sys.stderr):  # a console that lacks a sign, such as a narrow space, shows « ? »
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


@main.command(help=_say("help_new"))
@HELP
@click.argument("folder", type=click.Path(path_type=Path), metavar="DOSSIER")
@click.option("--from", "example", metavar="EXEMPLE", help=_say("help_from"))
@click.option("--recipe", "recipes", multiple=True, metavar="RECETTE", help=_say("help_recipe"))
@LANGUAGE
def new(folder: Path, example: str | None, recipes: tuple[str, ...], lang: str | None) -> None:
    language = chosen_language(lang)

    def work() -> None:
        from charter_builder import app, starter

        if example is not None and example not in starter.examples():
            _unknown("unknown_example", example, starter.examples(), language)
        for recipe in recipes:
            if recipe not in starter.RECIPES:
                _unknown("unknown_recipe", recipe, starter.RECIPES, language)
        files = app.new(folder, language=language, example=example or "", recipes=recipes)
        click.echo(sentence("new_made", language, where=folder, files=", ".join(files)))
        if example:
            click.echo(sentence("new_change", language))
        profile, public = shlex.quote(str(folder / starter.PROFILE)), shlex.quote(str(folder / "public"))
        click.echo(sentence("new_next", language, profile=profile, public=public))

    _run(work, language, "nothing_made")


@main.command(help=_say("help_ask"))
@HELP
@PROFILE
@click.option("--full", is_flag=True, help=_say("help_full"))
@click.option("--answers", "source", type=click.Path(path_type=Path), metavar="FICHIER", help=_say("help_answers"))
@click.option("--defaults", is_flag=True, help=_say("help_defaults"))
@ON
@LANGUAGE
def ask(profile: Path, full: bool, source: Path | None, defaults: bool, on: str | None, lang: str | None) -> None:
    language = chosen_language(lang)
    day = _day(on, language)
    alone = source is not None or defaults
    if not alone and not (sys.stdin.isatty() and sys.stdout.isatty()):
        _usage("ask_no_terminal", language)

    def work() -> None:
        from charter_builder.messages import screen
        from charter_builder.session import answer_from, open_session, save_answers

        session = open_session(profile, language=language, on=day, full=full and not defaults)
        finished = True
        if alone:
            unused, kept = answer_from(session, source, full=full and not defaults)
            for name, names in (("ask_unused", unused), ("ask_kept", kept)):
                if names:
                    click.echo(sentence(name, language, names=", ".join(names)))
        else:
            from charter_builder.terminal import converse

            opening = sentence("ask_intro", language)
            if session.resumed:
                opening += " " + sentence("ask_resumed", language, count=session.resumed, where=profile)
            finished = converse(session.interview, language, opening)
        if not session.interview.answers:
            click.echo(sentence("ask_nothing", language))
            return
        problems = save_answers(session, finished=finished)
        if len(problems):
            click.echo(screen(problems, language, outcome="fine" if finished else ""), err=True)
        _say_saved(session, finished, language)

    _run(work, language, "nothing_saved")


def _say_saved(session: Session, finished: bool, language: str) -> None:
    """What is in the file, what was assumed, and what comes next."""
    from charter_builder.wording import in_words

    where = shlex.quote(str(session.path))
    if finished:
        click.echo(sentence("ask_complete", language))
    click.echo(sentence("ask_saved", language, count=len(session.interview.answers), where=session.path))
    if not finished:
        click.echo(sentence("ask_stopped", language, where=where))
        return
    if assumed := session.interview.assumed():
        click.echo(sentence("ask_assumed", language, where=where))
        for name, answer in assumed.items():
            question = session.library.labels[language].questions[name]["question"]
            answer = in_words(session.library, language, name, answer)
            click.echo(sentence("ask_assumed_one_line", language, question=question, answer=answer))
    if sentence("profile_change", language) in session.path.read_text("utf-8"):
        click.echo(sentence("new_change", language))
    click.echo(sentence("ask_next", language, where=where, public=shlex.quote(str(session.path.parent / "public"))))


@main.command(help=_say("help_build"))
@HELP
@PROFILE
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("public"),
    metavar="DOSSIER",
    help=_say("help_output"),
)
@click.option("--formats", default=",".join(FORMATS), metavar="LISTE", help=_say("help_formats"))
@ON
@LANGUAGE
@click.option("--audience", type=click.Choice(["internal", "public"]), default="internal", help=_say("help_audience"))
@click.option("--draft", is_flag=True, help=_say("help_draft"))
@FORCE
def build(
    profile: Path, output: Path, formats: str, on: str | None, lang: str | None, audience: Audience, draft: bool, force: bool
) -> None:
    language = chosen_language(lang)
    asked = tuple(name for name in FORMATS if name in formats.replace(" ", "").split(","))
    if unknown := set(formats.replace(" ", "").split(",")) - set(FORMATS):
        _usage("unknown_format", language, got=", ".join(sorted(unknown)), known=", ".join(FORMATS))
    day = _day(on, language)

    def work() -> None:
        from charter_builder import app

        start = time.perf_counter()
        case = app.build(profile, output, formats=asked, language=language, audience=audience, on=day, draft=draft, force=force)
        _say_warnings(case, language)
        click.echo(sentence("built", language, where=output))
        first = next(
            (name for name in ("index.html", "imprimer.html", "documents/charte.pdf", "charte.json") if (output / name).exists()), ""
        )
        click.echo(sentence("open_it", language, address=(output / first).resolve().as_uri()))
        click.echo(sentence("counts", language, seconds=_seconds(time.perf_counter() - start, language), **_counts(case)))
        undecided = sum(decision.outcome == "undecided" for decision in case.selection.decisions.values())
        if undecided:
            click.echo(sentence("counts_undecided", language, undecided=undecided))
        if "site" in asked and not case.profile.site.url:
            click.echo(sentence("no_site_address", language))
        if audience == "internal" and case.profile.answers["publication"] == "public":
            click.echo(sentence("for_everybody", language))

    _run(work, language, "not_built")


@main.command(help=_say("help_reference"))
@HELP
@click.option("--pack", type=click.Path(path_type=Path), metavar="DOSSIER", help=_say("help_pack"))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), default=Path("reference"), metavar="DOSSIER", help=_say("help_reference_output")
)
@FORCE
@LANGUAGE
def reference(pack: Path | None, output: Path, force: bool, lang: str | None) -> None:
    language = chosen_language(lang)

    def work() -> None:
        from charter_builder import app, resources

        try:
            view, left_out = app.reference(pack or resources.CLAUSES, output, language=language, force=force)
        except app.NoSuchLanguage:
            _usage("pack_without_language", language, got=language)
        click.echo(sentence("reference_built", language, where=output))
        click.echo(sentence("open_it", language, address=(output / "index.html").resolve().as_uri()))
        library = view.library
        counts = {"clauses": len(library.clauses), "facts": len(library.facts), "sources": len(library.sources)}
        click.echo(sentence("reference_counts", language, questions=len(library.questions), **counts))
        if left_out:
            click.echo(sentence("examples_left_out", language, count=len(left_out), names=", ".join(left_out)))

    _run(work, language, "reference_not_built")


@main.command(help=_say("help_studio"))
@HELP
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="DOSSIER", help=_say("help_studio_output"))
@click.option("--open", "opened", is_flag=True, help=_say("help_open"))
@click.option("--host", type=click.Path(path_type=Path, readable=False), metavar="FICHIER", help=_say("help_host"))
@click.option("--pack", type=click.Path(path_type=Path, readable=False), metavar="DOSSIER", help=_say("help_pack"))
@click.option("--pyodide", type=click.Path(path_type=Path, readable=False), metavar="FICHIER", help=_say("help_pyodide"))
@click.option("--pdf", is_flag=True, help=_say("help_with_pdf"))
@click.option("--typst", type=click.Path(path_type=Path, readable=False), metavar="FICHIER", help=_say("help_typst"))
@FORCE
@LANGUAGE
def studio(
    output: Path | None,
    opened: bool,
    host: Path | None,
    pack: Path | None,
    pyodide: Path | None,
    pdf: bool,
    typst: Path | None,
    force: bool,
    lang: str | None,
) -> None:
    language = chosen_language(lang)

    def work() -> None:
        import tempfile
        import webbrowser

        from charter_builder.app import NoSuchLanguage
        from charter_builder.studio.build import HOSTED, SINGLE, megabytes, write_studio

        kept = output or Path(tempfile.mkdtemp(prefix="charter-") if opened else "", "studio")
        pdf_too = pdf or bool(typst)
        try:
            sizes = write_studio(kept, language=language, host=host, pack=pack, pyodide=pyodide, pdf=pdf_too, typst=typst, force=force)
        except NoSuchLanguage:
            _usage("pack_without_language", language, got=language)
        first, after, single = (megabytes(size, language) for size in (sizes.first, sizes.after, sizes.single))
        click.echo(sentence("studio_built", language, where=kept))
        click.echo(sentence("studio_single", language, file=kept / SINGLE, size=single))
        click.echo(sentence("studio_hosted", language, folder=kept / HOSTED, first=first, after=after))
        if sizes.pdf:
            click.echo(sentence("studio_pdf", language, size=megabytes(sizes.pdf, language)))
        if opened:
            webbrowser.open((kept / SINGLE).resolve().as_uri())

    _run(work, language, "studio_not_built")


@main.command(help=_say("help_verify"))
@HELP
@click.argument("folder", type=click.Path(path_type=Path, readable=False), metavar="DOSSIER")
@LANGUAGE
def verify(folder: Path, lang: str | None) -> None:
    language = chosen_language(lang)

    def work() -> None:
        from charter_builder import app

        click.echo(sentence("verified", language, where=folder, count=app.verify(folder)))

    _run(work, language, "not_verified")


@main.command(help=_say("help_check"))
@HELP
@click.argument("profile", type=click.Path(path_type=Path, readable=False), metavar="[PROFIL]", required=False)
@click.option("--pack", type=click.Path(path_type=Path, readable=False), metavar="RECUEIL", help=_say("help_check_pack"))
@click.option("--cover", type=click.Path(path_type=Path), metavar="DOSSIER", help=_say("help_cover"))
@click.option("--explain", "code", metavar="CODE", help=_say("help_code"))
@ON
@LANGUAGE
def check(profile: Path | None, pack: Path | None, cover: Path | None, code: str | None, on: str | None, lang: str | None) -> None:
    language = chosen_language(lang)
    if code:
        return _explain_code(code.upper().replace("O", "0"), language)
    day = _day(on, language)
    if (profile is None) == (pack is None) or (cover and pack is None):
        _usage("profile_or_pack" if profile or cover else "profile_needed", language)
    if pack is not None:
        return _check_pack(pack, cover, day, language)
    assert profile is not None

    def work() -> None:
        from charter_builder import app

        case = app.examine(profile, language=language, on=day)
        _say_warnings(case, language)
        click.echo(sentence("checked", language, **_counts(case)))

    _run(work, language, "to_mend")


def _check_pack(pack: Path, cover: Path | None, day: date | None, language: str) -> None:
    def work() -> None:
        from charter_builder import app
        from charter_builder.messages import screen

        start = time.perf_counter()
        found = app.inspect_pack(pack, on=day)
        if len(found.problems):
            click.echo(screen(found.problems, language, outcome="pack_to_look_at"), err=True)
        assert found.library is not None
        seconds = _seconds(time.perf_counter() - start, language)
        counts = {"clauses": len(found.library.clauses), "annexes": len(found.library.annexes), "uses": len(found.library.uses)}
        click.echo(sentence("pack_checked", language, conditions=found.conditions, seconds=seconds, **counts))
        if cover:
            names = app.cover_pack(found.library, cover, language=language, on=day)
            click.echo(sentence("cover_written", language, count=len(names), where=cover, names=", ".join(names)))

    _run(work, language, "pack_to_mend")


@main.command(help=_say("help_explain"))
@HELP
@PROFILE
@click.argument("clause", required=False)
@click.option("--json", "as_json", is_flag=True, help=_say("help_json"))
@ON
@LANGUAGE
def explain(profile: Path, clause: str | None, as_json: bool, on: str | None, lang: str | None) -> None:
    language = chosen_language(lang)
    day = _day(on, language)

    def work() -> None:
        import shutil

        from charter_builder import app, screens

        case = app.examine(profile, language=language, on=day, draft=True)
        if clause and clause not in case.library.clauses:
            _unknown("unknown_clause", clause, case.library.clauses, language)
        if as_json:
            import json

            data = screens.explanation(case.selection, case.profile, language, clause or "")
            click.echo(json.dumps(data, ensure_ascii=False, indent=1))
            return
        width = min(100, shutil.get_terminal_size((100, 24)).columns)
        if clause:
            shown = screens.clause_screen(case.selection, case.profile, clause, language, width)
        else:
            shown = screens.charter_screen(case.selection, case.profile, language, width)
        click.echo(screens.fitted(shown, sys.stdout.encoding or "utf-8"))

    _run(work, language, "to_mend")


def _explain_code(code: str, language: str) -> None:
    from charter_builder.conditions import near
    from charter_builder.messages.codes import known_codes, lines, page

    if code not in known_codes():
        nearest = near(code, known_codes())
        _usage("unknown_code_near" if nearest else "unknown_code", language, got=code, near=nearest)
    click.echo("\n".join(lines(page(code, language), sentence("to_do", language), 92)))


def _counts(case: Case) -> dict[str, int]:
    kept = len(case.selection.articles())
    return {"kept": kept, "left_out": len(case.selection.decisions) - kept}


def _seconds(elapsed: float, language: str) -> str:
    text = f"{elapsed:.1f}"
    return text.replace(".", ",") if language == "fr" else text


def _say_warnings(case: Case, language: str) -> None:
    from charter_builder.messages import screen

    if len(case.problems):
        click.echo(screen(case.problems, language, outcome="fine"), err=True)


def _day(written: str | None, language: str) -> date | None:
    if written is None:
        return None
    try:
        day = date.fromisoformat(written) if len(written) == 10 else None
    except ValueError:
        day = None
    if day is None:
        _usage("bad_date", language, got=written)
    return day


def _usage(name: str, language: str, /, **params: object) -> NoReturn:
    raise click.UsageError(sentence(name, language, **params))


def _unknown(name: str, got: str, known: Iterable[str], language: str) -> None:
    """Refuse a word of the command line; `name` is the sentence, « name_near » the one that proposes the nearest word."""
    from charter_builder.conditions import near

    nearest = near(got, known)
    _usage(f"{name}_near" if nearest else name, language, got=got, near=nearest, known=", ".join(known))


def _run(work: Callable[[], None], language: str, outcome: str) -> None:
    """Do the work; show the user's problems without a traceback, and keep the program's own faults in a report file."""
    from charter_builder.problems import CharterError

    try:
        work()
    except CharterError as error:
        from charter_builder.messages import screen

        click.echo(screen(error.problems, language, outcome=outcome), err=True, nl=False)
        sys.exit(1)
    except (click.ClickException, SystemExit, KeyboardInterrupt, BrokenPipeError):  # the last: `| head`
        raise
    except Exception:
        import tempfile
        import traceback

        with tempfile.NamedTemporaryFile("w", prefix="charter-", suffix=".txt", delete=False, encoding="utf-8") as report:
            report.write(traceback.format_exc())
        click.echo(sentence("unexpected", language, report=report.name), err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
