"""The command line does what it says, says what it did, and answers every failure with a sentence."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from depository.service import Depository
from web.cli import cli

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test finds a corpus or settings by being started in the right folder."""
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def run(corpus: Path, data: Path, depository: Depository) -> Run:
    """Runs a command over the real corpus and the session's index."""

    def start(*arguments: str, lines: str | bytes | None = None, lang: str = "en") -> Result:
        common = ["--corpus", str(corpus), "--data", str(data), "--lang", lang]
        return CliRunner().invoke(cli, [*common, *arguments], input=lines)

    return start


@pytest.fixture
def run_over(tmp_path: Path) -> Run:
    """Runs a command over a corpus of the test's own."""

    def start(corpus: Path, *arguments: str) -> Result:
        common = ["--corpus", str(corpus), "--data", str(tmp_path / "data"), "--lang", "en"]
        return CliRunner().invoke(cli, [*common, *arguments])

    return start


def _objects(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


class TestGroup:
    def test_help_names_every_command(self, run: Run) -> None:
        """Who does not know what there is can ask."""
        text = run("--help").stdout

        assert all(
            name in text for name in ("serve", "index", "check", "search", "analyze", "evaluate", "explain")
        )

    def test_the_version(self) -> None:
        """Told installed or not, and without a corpus."""
        result = CliRunner().invoke(cli, ["--version"])

        assert result.exit_code == 0 and result.stdout.startswith("depository ")

    @pytest.mark.parametrize(
        "arguments", [("nonsense",), ("search",), ("search", "x", "--limit", "0"), ("check", "-x")]
    )
    def test_a_mistake_in_the_command(self, run: Run, arguments: tuple[str, ...]) -> None:
        """Misuse is told, with the exit code for misuse."""
        result = run(*arguments)

        assert result.exit_code == 2 and "Traceback" not in result.stderr

    @pytest.mark.parametrize(
        "arguments",
        [
            ("check",),
            ("index",),
            ("search", "x"),
            ("analyze", "x"),
            ("explain", "x"),
            ("serve",),
            ("search", "-"),
        ],
    )
    def test_without_a_corpus(self, arguments: tuple[str, ...]) -> None:
        """Started in the wrong folder, every command says how to name the right one."""
        result = CliRunner().invoke(cli, ["--lang", "en", *arguments])

        assert result.exit_code == 2
        assert "--corpus DIR" in result.stderr

    def test_wrong_settings(self, tmp_path: Path) -> None:
        """A mistake in the settings is a sentence that names the setting."""
        file = tmp_path / "wrong.toml"
        file.write_text("port = 'x'\nprot = 1\n", encoding="utf-8")

        result = CliRunner().invoke(cli, ["--config", str(file), "check"])

        assert result.exit_code == 1
        assert len(result.stderr.splitlines()) == 2 and "port" in result.stderr and "prot" in result.stderr

    def test_settings_from_the_environment(
        self, corpus: Path, data: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The corpus can be named once and for all."""
        monkeypatch.setenv("DEPOSITORY_CORPUS", str(corpus))
        monkeypatch.setenv("DEPOSITORY_DATA", str(data))

        assert CliRunner().invoke(cli, ["check"]).exit_code == 0

    @pytest.mark.parametrize("variable", ["LC_ALL", "LANG"])
    def test_the_language_of_the_terminal(
        self, corpus: Path, data: Path, depository: Depository, variable: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """An English terminal is spoken to in English, any other in Ukrainian."""
        said = {}
        for locale in ("en_US.UTF-8", "C.UTF-8", "uk_UA.UTF-8"):
            monkeypatch.setenv(variable, locale)
            said[locale] = CliRunner().invoke(
                cli, ["--corpus", str(corpus), "--data", str(data), "search", "туризм"]
            )

        assert "records found" in said["en_US.UTF-8"].stdout
        assert said["C.UTF-8"].stdout == said["uk_UA.UTF-8"].stdout
        assert "records found" not in said["C.UTF-8"].stdout

    def test_what_should_not_have_happened(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        """A mistake of ours is a sentence with what is needed to find it, not a page of code."""
        monkeypatch.setattr(Depository, "search", lambda *_, **__: 1 / 0)

        result = run("search", "мед")

        assert result.exit_code == 1
        assert re.search(r"ZeroDivisionError: .* \(test_cli\.py:\d+\)", result.stderr)
        assert "Traceback" not in result.stderr


class TestCheck:
    def test_all_is_well(self, run: Run) -> None:
        """Silence is consent."""
        result = run("check")

        assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")

    def test_every_problem_stands_on_a_line(self, copied: Path, run_over: Run) -> None:
        """Two mistakes in two files: two lines an editor can jump to."""
        _replace(copied / "records" / "asms.md", "status: published", "status: publisht")
        _replace(copied / "records" / "komunikatsii-oms.md", "themes: [", "themes: [no-such-theme, ")

        result = run_over(copied, "check")

        lines = result.stdout.splitlines()
        assert result.exit_code == 1 and len(lines) == 2
        assert re.match(r"records/asms\.md:\d+: status: .*publisht", lines[0])
        assert re.match(r"records/komunikatsii-oms\.md:\d+: themes\[1\]: .*no-such-theme", lines[1])

    def test_only_what_is_named(self, copied: Path, run_over: Run) -> None:
        """Who works on one record is not told of others."""
        _replace(copied / "records" / "asms.md", "status: published", "status: publisht")

        assert run_over(copied, "check", str(copied / "records" / "komunikatsii-oms.md")).exit_code == 0
        assert run_over(copied, "check", str(copied / "records" / "asms.md")).exit_code == 1

    def test_a_file_that_is_not_there(self, run: Run) -> None:
        """A misspelt name is a problem too."""
        result = run("check", "nowhere.md")

        assert result.exit_code == 1 and result.stdout.startswith("nowhere.md: ")


class TestIndex:
    def test_only_what_changed_is_read(self, copied: Path, run_over: Run) -> None:
        """The second time there is nothing to do; one changed record is one indexed record."""
        total = len(list((copied / "records").glob("*.md")))

        said = [run_over(copied, "index").stdout]
        said.append(run_over(copied, "index").stdout)
        path = copied / "records" / "asms.md"
        path.write_text(path.read_text(encoding="utf-8") + "\nЩе слово.\n", encoding="utf-8")
        _unlinked(copied / "records").unlink()
        said.append(run_over(copied, "index").stdout)
        said.append(run_over(copied, "index", "--rebuild").stdout)

        assert said == [
            f"{total} records indexed, 0 removed, 0 unchanged.\n",
            f"0 records indexed, 0 removed, {total} unchanged.\n",
            f"1 record indexed, 1 removed, {total - 2} unchanged.\n",
            f"{total - 1} records indexed, 0 removed, 0 unchanged.\n",
        ]

    def test_problems_are_told(self, copied: Path, run_over: Run) -> None:
        """What stays out of the index is named, and the others are in it."""
        _replace(copied / "records" / "asms.md", "themes: [", "themes: [no-such-theme, ")

        result = run_over(copied, "index")

        assert result.exit_code == 1
        assert re.match(r"records/asms\.md(:\d+)?: themes\[1\]: ", result.stdout.splitlines()[1])

    def test_broken_vocabularies(self, copied: Path, run_over: Run) -> None:
        """Without vocabularies there is nothing to index by: their problems are told."""
        (copied / "vocabularies" / "themes.yaml").write_text("- id: [\n", encoding="utf-8")

        result = run_over(copied, "index")

        assert result.exit_code == 1
        assert result.stderr.startswith("vocabularies/themes.yaml:")


class TestSearch:
    @pytest.mark.parametrize("text", ["\x01", "\x1f\x00", "\ufdd0"])
    def test_what_no_one_can_see_finds_nothing(self, run: Run, text: str) -> None:
        """Only an empty text asks for everything."""
        found = _objects(run("search", text, "--json"))

        assert [(answer["query"], answer["total"]) for answer in found] == [(text, 0)]

    def test_for_people(self, run: Run, depository: Depository) -> None:
        """A count, then the hits, the best first."""
        text = run("search", "туризм").stdout

        assert re.match(r"\d+ records found", text)
        assert re.findall(r"^\d+\. ", text, re.MULTILINE)[0] == "1. "

    def test_for_programs(self, run: Run) -> None:
        """One object with the promised fields, and no others."""
        (found,) = _objects(run("search", "туризм", "--json"))

        assert set(found) == {"query", "total", "hits"}
        assert found["query"] == "туризм"
        assert set(found["hits"][0]) == {"id", "score", "title"}  # type: ignore[index]

    @pytest.mark.parametrize("limit, expected", [("3", 3), ("10", 10), ("25", 25), ("1000", None)])
    def test_as_many_as_wanted(self, run: Run, limit: str, expected: int | None) -> None:
        """More hits than a page has, in the same order, none of them twice."""
        (found,) = _objects(run("search", "місто", "--json", "--limit", limit))

        ids = [hit["id"] for hit in found["hits"]]  # type: ignore[attr-defined]
        assert len(ids) == len(set(ids)) == (expected or found["total"])

    def test_narrowed_by_id_or_name(self, run: Run) -> None:
        """Whoever knows the name of a town or a theme need not know its id."""
        by_id, by_name, by_adjective = (
            _objects(run("search", "", "--json", "--city", city))
            for city in ("yaremche", "ЯРЕМЧЕ", "Yaremche")
        )
        themes = [_objects(run("search", "", "--json", "--theme", theme)) for theme in ("tourism", "туризм")]
        years = _objects(run("search", "", "--json", "--year", "2019", "--year", "2020"))

        assert by_id == by_name == by_adjective and by_id[0]["total"]
        assert themes[0] == themes[1] and themes[0][0]["total"]
        assert years[0]["total"]

    def test_by_what_is_unknown(self, run: Run) -> None:
        """A town nobody knows is a mistake, not an empty result."""
        result = run("search", "мед", "--city", "Атлантида", "--year", "20")

        assert result.exit_code == 1
        assert "Атлантида" in result.stderr and "“20”" in result.stderr

    def test_a_query_a_line(self, run: Run) -> None:
        """Every line has its answer, in order, whatever stands in it."""
        lines = ["туризм", "", "-мед", '"', "nul\0l", "щ" * 5000, "ghjtrn", "\\n", "мед"]

        result = run("search", "-", "--json", lines="\n".join(lines))

        found = _objects(result)
        assert [answer["query"] for answer in found] == lines
        assert result.exit_code == 1  # the line that is too long
        assert found[5]["total"] == 0 and found[5]["problems"]
        assert all("problems" not in answer for number, answer in enumerate(found) if number != 5)

    def test_lines_that_are_not_utf8(self, run: Run) -> None:
        """A stray byte spoils its line, not the run."""
        result = run("search", "-", "--json", lines=b"\xff\xfe\n" + "мед\r\n".encode())

        assert result.exit_code == 0
        assert [answer["query"] for answer in _objects(result)][1] == "мед"

    def test_a_query_that_begins_with_a_hyphen(self, run: Run) -> None:
        """Two hyphens end the options, as everywhere."""
        (found,) = _objects(run("search", "--json", "--", "-туризм"))

        assert found["query"] == "-туризм"


class TestAnalyze:
    def test_for_programs(self, run: Run) -> None:
        """Words with their places and terms."""
        (found,) = _objects(run("analyze", "бджолами  гуде", "--json"))

        tokens = found["tokens"]
        assert set(found) == {"text", "tokens"}
        assert isinstance(tokens, list)
        assert [(token["form"], token["start"], token["end"]) for token in tokens] == [
            ("бджолами", 0, 8), ("гуде", 10, 14),
        ]  # fmt: skip
        assert set(tokens[0]) == {"form", "start", "end", "terms"}
        assert "бджола" in tokens[0]["terms"]

    def test_a_text_a_line(self, run: Run) -> None:
        """Lines stay lines, and what looks like a line break inside one stays what it is."""
        lines = ["самовря-\\nдування", "", "мед"]

        assert [
            found["text"] for found in _objects(run("analyze", "-", "--json", lines="\n".join(lines)))
        ] == lines

    def test_as_a_query(self, run: Run) -> None:
        """A query has the terms of a text, and what it is widened by."""
        plain = _objects(run("analyze", "сміття", "--json"))[0]["tokens"][0]["terms"]  # type: ignore[index]
        asked = _objects(run("analyze", "сміття", "--json", "--query"))[0]["tokens"][0]["terms"]  # type: ignore[index]

        assert set(plain) < set(asked)

    def test_for_people(self, run: Run) -> None:
        """A word a line."""
        assert len(run("analyze", "екосумки Коломиї").stdout.splitlines()) == 2


class TestExplain:
    def test_says_how_and_why(self, run: Run) -> None:
        """How the words are understood, and what each hit's score is made of."""
        text = run("explain", "збір сміття").stdout

        words = [line.split()[0] for line in text.splitlines()[1:3]]
        assert words == ["збір", "сміття"]
        assert re.search(r"^\s+\d+\.\d{3}  .*сміття", text, re.MULTILINE)

    def test_says_what_the_query_speaks_of(self, run: Run) -> None:
        """A town and a year in the words are recognised, and what was corrected is said."""
        text = run("explain", "туризм Яремче 2020").stdout
        mended = run("explain", "ghjtrn").stdout

        assert "Places it speaks of: Yaremche" in text and "Years it speaks of: 2020" in text
        assert "“проект”" in mended and "“ghjtrn”" in mended


class TestEvaluate:
    def test_figures_by_kind(self, run: Run, tmp_path: Path) -> None:
        """A line for each kind of query and one for all; negatives that find something are counted."""
        file = tmp_path / "judgements.tsv"
        rows = [
            "query_id\tquery\tkind\trelevant",
            "q1\tекосумки\tsingle\tkolomyia-ekosumky:2",
            "q2\t«ґґґґ\tnegative\t",
            "q3\tтуризм\tnegative\t",
        ]
        file.write_text("\n".join(rows), encoding="utf-8")

        lines = run("evaluate", str(file)).stdout.splitlines()

        assert [line.split()[0] for line in lines[1:]] == ["single", "negative", "all"]
        assert lines[1].split()[1:] == ["1", "1.000", "1.000", "1.000", "1.000", "–"]
        assert lines[2].split()[-1] == "1/2"

    @pytest.mark.parametrize("text", ["", "a\tb\n", "query_id\tquery\tkind\trelevant\nq1\tx\n"])
    def test_what_is_no_table(self, run: Run, tmp_path: Path, text: str) -> None:
        """A wrong file is told at its line."""
        file = tmp_path / "judgements.tsv"
        file.write_text(text, encoding="utf-8")

        result = run("evaluate", str(file))

        assert result.exit_code == 1 and re.match(r".*judgements\.tsv:\d: ", result.stderr)

    def test_a_missing_table(self, run: Run) -> None:
        """As is a misspelt name."""
        assert run("evaluate", "nowhere.tsv").exit_code == 1


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-c", "from web.cli import main; main()", *arguments]


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2]), "PYTHONIOENCODING": "ascii"}


class TestAsAProcess:
    def test_a_reader_that_goes_away(self, corpus: Path, data: Path, depository: Depository) -> None:
        """`depository search … | head` ends quietly."""
        arguments = _command("--corpus", str(corpus), "--data", str(data), "search", "-", "--json")
        process = subprocess.Popen(
            arguments,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_environment(),
        )
        assert process.stdin and process.stdout and process.stderr

        process.stdin.write("мед\n".encode())
        process.stdin.flush()
        first = json.loads(process.stdout.readline())  # an answer comes before the next question
        process.stdout.close()
        with process.stdin as questions:
            questions.write("туризм\n".encode() * 50)

        assert first["query"] == "мед"
        with process.stderr as complaints:
            assert complaints.read() == b""
        assert process.wait(60) in (0, 1)


def _unlinked(records: Path) -> Path:
    """A record that no other links to: one without which all others stay as right as they were."""
    texts = {path: path.read_text(encoding="utf-8") for path in records.glob("*.md") if path.stem != "asms"}
    everything = "".join(texts.values())
    return next(path for path in sorted(texts) if f"record:{path.stem})" not in everything)


def _replace(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
