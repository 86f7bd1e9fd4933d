"""How diagnostics look: the place, the line, the underlined spot."""

from __future__ import annotations

import json
from pathlib import Path

from eflows2smk.diagnostics import NOWHERE, Diagnostic, Label, Severity, Span
from eflows2smk.diagnostics.as_json import as_json
from eflows2smk.diagnostics.render import render


def shown(folder: Path, *diagnostics: Diagnostic) -> str:
    return render(diagnostics, folder, colour=False)


def test_diagnostic_shows_its_line_labels_and_help(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text("x = 1\n" * 8 + "f(x)\ng(x)\n")
    diagnostic = Diagnostic(
        "E306",
        "it breaks",
        Span("main.py", 9, 2, 9, 3),
        "repair it",
        (Label(Span("main.py", 10, 0, 10, 4), "also here"),),
    )
    assert shown(tmp_path, diagnostic) == (
        """\
error[E306]: it breaks
  --> main.py:9:3
   |
 9 | f(x)
   |   ^
   = note: also here
  --> main.py:10:1
   |
10 | g(x)
   | ----
   = help: repair it

1 error
"""
    )


def test_diagnostics_are_sorted_counted_and_told_once(tmp_path: Path) -> None:
    later = Diagnostic("E306", "later", Span("a.py", 9, 0, 9, 1))
    earlier = Diagnostic("W400", "earlier", Span("a.py", 2, 0, 2, 1), severity=Severity.WARNING)
    lines = shown(tmp_path, later, earlier, later).splitlines()
    assert [line for line in lines if "[" in line] == ["warning[W400]: earlier", "error[E306]: later"]
    assert lines[-1] == "1 error, 1 warning"


def test_nothing_to_show_is_nothing(tmp_path: Path) -> None:
    assert shown(tmp_path) == ""


def test_place_without_a_source_line_is_only_named(tmp_path: Path) -> None:
    assert "--> lost.py:3:1\n" in shown(tmp_path, Diagnostic("E101", "m", Span("lost.py", 3, 0, 3, 1)))
    assert "-->" not in shown(tmp_path, Diagnostic("E001", "m", NOWHERE))


def underlined(folder: Path, line: str, start: int, end: int) -> tuple[str, str]:
    (folder / "main.py").write_text(line + "\n")
    rows = shown(folder, Diagnostic("E306", "m", Span("main.py", 1, start, 1, end))).splitlines()
    return rows[3].removeprefix("1 | "), rows[4].removeprefix("  | ")


def test_tabs_and_wide_characters_keep_the_mark_below_its_spot(tmp_path: Path) -> None:
    assert underlined(tmp_path, "\tf(x)", 1, 2) == ("    f(x)", "    ^")
    assert underlined(tmp_path, "f('数値', x)", 8, 9) == ("f('数値', x)", "          ^")
    assert underlined(tmp_path, "e\u0301x", 2, 3) == ("e\u0301x", " ^")


def test_control_characters_do_not_reach_the_terminal(tmp_path: Path) -> None:
    assert "\033" not in underlined(tmp_path, "x = '\033[31m'", 0, 1)[0]


def test_long_line_is_cut_around_the_spot(tmp_path: Path) -> None:
    text, mark = underlined(tmp_path, "a" * 500 + "bad" + "c" * 500, 500, 503)
    assert len(text) <= 100 and text.startswith("…") and text.endswith("…")
    assert text[mark.index("^") : mark.index("^") + 3] == "bad" and mark.strip() == "^^^"


def test_span_of_several_lines_is_marked_to_the_end_of_the_first(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text("f(\n  x)\n")
    assert "  | ^^\n" in shown(tmp_path, Diagnostic("E306", "m", Span("main.py", 1, 0, 2, 4)))


def test_colours_are_written_when_asked_for(tmp_path: Path) -> None:
    text = render([Diagnostic("E306", "m", NOWHERE)], tmp_path, colour=True)
    assert text.startswith("\033[1;31merror[E306]\033[0m: ")


def test_json_has_one_object_for_each(tmp_path: Path) -> None:
    (found,) = json.loads(as_json([Diagnostic("E306", "m", Span("main.py", 1, 0, 1, 4), "h")]))
    assert found == {
        "severity": "error",
        "code": "E306",
        "title": "the program raises an error",
        "message": "m",
        "span": {"file": "main.py", "line": 1, "column": 1, "end_line": 1, "end_column": 5},
        "help": "h",
        "labels": [],
    }
