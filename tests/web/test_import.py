"""`depository import`: files become drafts in one step, and whatever is refused is named with its reason."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from depository.corpus import Corpus
from depository.editing.history import History
from web.cli import cli
from web.importing import files_in

FILES = Path(__file__).resolve().parents[1] / "files" / "import"

GOOD = "---\ntitle: {title}\ncity: Бар\ntheme: Туризм\nyears: 2019\n---\n\n{title}: тепер тут пекарня.\n"

Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of one good file and one bad."""
    folder = tmp_path / "файли"
    folder.mkdir()
    (folder / "добрий.md").write_text(GOOD.format(title="Млин знову меле"), encoding="utf-8")
    (folder / "поганий.md").write_text(
        GOOD.format(title="Дивина").replace("Бар", "Атлантида"), encoding="utf-8"
    )
    (folder / ".DS_Store").write_bytes(b"\0")
    return folder


@pytest.fixture
def own(corpus: Path, tmp_path: Path) -> Corpus:
    """A corpus with the vocabularies of the real one and a single record."""
    made = tmp_path / "corpus"
    shutil.copytree(corpus / "vocabularies", made / "vocabularies")
    (made / "records").mkdir()
    shutil.copy(corpus / "records" / "kolomyia-ekosumky.md", made / "records")
    return Corpus(made)


@pytest.fixture
def run(own: Corpus, tmp_path: Path) -> Run:
    """Runs the command over the corpus of the test."""

    def start(*arguments: str | Path) -> Result:
        common = ["--corpus", str(own.folder), "--data", str(tmp_path / "data"), "--lang", "en", "import"]
        return CliRunner().invoke(cli, [*common, *map(str, arguments)])

    return start


def lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_what_is_good_becomes_a_draft_and_what_is_not_is_named(run: Run, own: Corpus, folder: Path) -> None:
    result = run(folder)

    assert result.exit_code == 1
    assert "поганий.md:3: places[1]: “Атлантида” is not in places.yaml" in result.stdout
    assert "1 record saved as a draft, 1 file taken, 0 taken in part, 1 refused" in result.stdout
    assert set(own.states()) == {"kolomyia-ekosumky", "bar-mlyn-mele"}
    assert own.read("bar-mlyn-mele").record.status == "draft"


def test_the_history_names_what_something_was_taken_from(
    run: Run, own: Corpus, folder: Path, tmp_path: Path
) -> None:
    run(folder)

    (step,) = History(tmp_path / "data" / "history.git", own.folder).steps("bar-mlyn-mele")
    assert (step.action, step.reason) == ("import", "добрий.md")


def test_a_dry_run_writes_nothing(run: Run, own: Corpus, folder: Path) -> None:
    result = run("--dry-run", folder / "добрий.md")

    assert result.exit_code == 0
    assert "1 record could be saved" in result.stdout
    assert set(own.states()) == {"kolomyia-ekosumky"}


def test_publishing_is_asked_for(run: Run, own: Corpus, folder: Path) -> None:
    run("--publish", folder / "добрий.md")

    assert own.read("bar-mlyn-mele").record.is_published


@pytest.mark.parametrize(
    ("stated", "cited"), [("", "добрий.md"), ("source: {publication: Звіт громади}\n", "Звіт громади")]
)
def test_what_is_published_cites_its_source(
    run: Run, own: Corpus, folder: Path, stated: str, cited: str
) -> None:
    """The one the file states, or else the file itself, which is told; a draft waits for its author."""
    text = GOOD.format(title="Млин знову меле").replace("years:", f"{stated}years:")
    (folder / "добрий.md").write_text(text, encoding="utf-8")

    result = run("--publish", folder / "добрий.md")

    source = own.read("bar-mlyn-mele").record.source
    assert source is not None and source.publication == cited
    assert ("states no source" in result.stdout) == (not stated)


def test_json_has_a_line_a_file_with_evidence_and_problems(run: Run, folder: Path) -> None:
    good, bad = lines(run("--json", "--dry-run", folder))

    assert (good["file"], good["status"], good["problems"]) == (str(folder / "добрий.md"), "taken", [])
    assert set(good) == set(bad) == {"file", "status", "records", "problems"}
    fields = {"id", "title", "places", "years", "themes", "summary", "body", "evidence"}
    assert set(good["records"][0]) == fields
    assert good["records"][0]["evidence"]["places"][0]["value"] == "bar"
    assert bad["status"] == "refused"
    assert bad["records"][0]["title"] == "Дивина"
    assert bad["problems"][0]["field"] == "places[1]"


def test_a_year_that_is_refused_is_no_year_of_the_record(run: Run, folder: Path) -> None:
    path = folder / "роки.md"
    path.write_text(GOOD.format(title="Млин").replace("2019", "[2019, 20200]"), encoding="utf-8")

    (told,) = lines(run("--json", "--dry-run", path))

    assert (told["status"], told["records"][0]["years"]) == ("refused", [2019])
    assert "20200" in told["problems"][0]["sentence"]


def test_the_summary_names_each_year_that_was_refused(run: Run, folder: Path) -> None:
    """What is wrong twice is told once, and what differs is told apart."""
    path = folder / "роки.csv"
    rows = [f"Млин {n},Бар,Туризм,{year},Тепер тут пекарня." for n, year in enumerate((20200, 2099, 2099))]
    path.write_text("\n".join(["назва,місто,тема,роки,текст", *rows]), encoding="utf-8")

    summary = run("--dry-run", "--again", path).stdout.splitlines()[-1]

    assert "20200 cannot be a year" in summary and "2099 cannot be a year" in summary
    assert summary.count("(×2)") == 1


def test_what_a_file_says_itself_and_is_left_is_told_in_json(run: Run, folder: Path) -> None:
    """It is taken all the same; what stood around a story is told to people alone."""
    text = GOOD.format(title="Млин").replace("---\n", "---\nlayout: post\n", 1)
    (folder / "добрий.md").write_text(text + "\n<script>alert(1)</script>\n", encoding="utf-8")

    (told,) = lines(run("--json", "--dry-run", folder / "добрий.md"))

    assert told["status"] == "taken" and "script" not in told["records"][0]["body"]
    said = " ".join(problem["sentence"] for problem in told["problems"])
    assert "Scripts" in said and "“layout”" in said and "source" not in said


def test_photographs_in_an_archive_refuse_nothing(run: Run, folder: Path) -> None:
    with zipfile.ZipFile(folder / "архів.zip", "w") as archive:
        archive.write(folder / "добрий.md", "добрий.md")
        archive.writestr("фото.jpg", b"x")

    result = run("--dry-run", folder / "архів.zip")

    assert result.exit_code == 0
    assert "left out: фото.jpg" in result.stdout


def test_an_import_is_one_step_of_the_history(run: Run, own: Corpus, folder: Path, tmp_path: Path) -> None:
    (folder / "другий.md").write_text(GOOD.format(title="Пекарня при дорозі"), encoding="utf-8")

    result = run(folder)

    assert "2 records saved as drafts" in result.stdout
    step = History(tmp_path / "data" / "history.git", own.folder).steps(limit=1)[0]
    assert (step.author, step.action, len(step.records)) == ("cli", "import", 2)


def test_a_table_is_taken_in_part(run: Run, own: Corpus) -> None:
    result = run(FILES / "table-praktyky.csv")

    assert result.exit_code == 1
    assert "2 records saved as drafts, 0 files taken, 1 taken in part" in result.stdout
    assert "table-praktyky.csv:6: places[1]" in result.stdout


def test_the_same_file_again_is_refused_unless_it_is_wanted(run: Run, own: Corpus, folder: Path) -> None:
    run(folder / "добрий.md")

    refused = run(folder / "добрий.md")
    wanted = run("--again", folder / "добрий.md")

    assert (refused.exit_code, wanted.exit_code) == (1, 0)
    assert "the record “bar-mlyn-mele” once more" in refused.stdout
    assert set(own.states()) == {"kolomyia-ekosumky", "bar-mlyn-mele", "bar-mlyn-mele-2"}


def test_one_story_in_two_files_is_taken_once(run: Run, own: Corpus, folder: Path) -> None:
    shutil.copy(folder / "добрий.md", folder / "копія.md")

    result = run(folder / "добрий.md", folder / "копія.md")

    assert "1 record saved" in result.stdout
    assert "stands in" in result.stdout


def test_a_story_that_is_refused_keeps_no_good_copy_of_it_out(run: Run, own: Corpus, folder: Path) -> None:
    """In whatever order they come, the good one is taken, and once."""
    good = (folder / "добрий.md").read_text(encoding="utf-8")
    (folder / "а.md").write_text(good.replace("years: 2019", "years: 20200"), encoding="utf-8")
    shutil.copy(folder / "добрий.md", folder / "я.md")

    result = run(folder / "а.md", folder / "добрий.md", folder / "я.md")

    assert "1 record saved as a draft, 1 file taken, 0 taken in part, 2 refused" in result.stdout
    assert "20200" in result.stdout and f"stands in “{folder / 'добрий.md'}” too" in result.stdout


def test_a_story_much_like_another_is_pointed_out_and_taken(run: Run, own: Corpus, tmp_path: Path) -> None:
    record = own.read("kolomyia-ekosumky").record
    path = tmp_path / "схоже.md"
    front = "title: Екосумки міста\ncity: Коломия\ntheme: Екологія\n"
    path.write_text(f"---\n{front}---\n\n{record.body}\nНове речення наприкінці.\n", encoding="utf-8")

    result = run("--dry-run", path)

    assert "much like the record “kolomyia-ekosumky”" in result.stdout


@pytest.mark.parametrize("name", ["нема.md", "тека.md"])
def test_what_is_no_file_is_refused_by_name(run: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / "тека.md").mkdir()

    result = run(tmp_path / name)

    assert result.exit_code == 1
    assert name in result.stdout
    assert "refused" in result.stdout


def test_one_story_in_another_setting_is_pointed_out(run: Run, folder: Path) -> None:
    """A row of a table that says what a page said: taken once; changed a little: told."""
    text = (
        "Громада Бара полагодила старий млин і відкрила при ньому пекарню. Тепер тут щодня печуть хліб для "
        "шкіл, а по суботах показують дітям, як меле камінь."
    )
    rows = f"Млин;Бар;Туризм;2019;{text}\nПекарня;Бар;Туризм;2019;{text.replace('щодня', 'завжди')}\n"
    (folder / "а.csv").write_text("Назва;Місто;Тема;Рік;Текст\n" + rows, encoding="utf-8")
    (folder / "б.md").write_text(GOOD.format(title="Камінь").split("Камінь:")[0] + text, encoding="utf-8")

    result = run("--dry-run", folder / "а.csv", folder / "б.md")

    assert f"This is much like “Млин” in “{folder / 'а.csv'}:2”" in result.stdout
    assert f"This story stands in “{folder / 'а.csv'}:2” too" in result.stdout


def test_links_that_lead_out_of_a_folder_are_not_followed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "таємне.md").write_text("Таємне.", encoding="utf-8")
    (folder / "назовні.md").symlink_to(tmp_path / "таємне.md")
    (folder / "усередині.md").symlink_to(folder / "добрий.md")

    assert [path.name for path in files_in([folder])] == ["добрий.md", "поганий.md", "усередині.md"]


def test_folders_give_their_files_without_what_systems_leave(folder: Path) -> None:
    (folder / "глибше").mkdir()
    (folder / "глибше" / "Thumbs.db").write_bytes(b"")
    (folder / "глибше" / "а.txt").write_text("а", encoding="utf-8")

    assert [path.name for path in files_in([folder])] == ["а.txt", "добрий.md", "поганий.md"]


def test_a_row_that_stands_in_a_table_twice_is_taken_once(run: Run, tmp_path: Path) -> None:
    row = "Млин;Бар;Туризм;2019;Громада відкрила при млині пекарню.\n"
    path = tmp_path / "таблиця.csv"
    path.write_text("Назва;Місто;Тема;Рік;Текст\n" + row + row, encoding="utf-8")

    result = run("--dry-run", path)

    assert "1 record could be saved" in result.stdout
    assert f"{path}:3: This story stands in “{path}:2” too" in result.stdout
