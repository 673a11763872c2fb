"""The category model: trained from labelled rows, kept with its tree, asked only where keywords say nothing."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import polars as pl
import pytest
from click.testing import CliRunner

from etl.classify import Classifier
from etl.classify.training import TrainReport, train
from etl.classify_cli import classify
from geodata import catalog, settings
from geodata.catalog import Catalog, Category, read_catalog
from geodata.errors import FileRefused

TREE = read_catalog(Path(catalog.__file__).parent / "packs" / "huitian" / "categories.csv")

# two classes in words that no keyword knows
SAYINGS = {
    "停车秩序->小区停车->地面车位不足": ("晚归后绕圈一小时", "回来晚就要停到两站地外", "每晚抢地方像打仗", "下班绕三圈找不到空当"),
    "道路交通->道路照明->缺少路灯": ("走夜路要打手电", "天黑伸手不见五指", "晚上黑得看不见脚下", "夜里摸黑回家害怕"),
}
ENDINGS = ("", "，很不方便", "，希望解决", "，老人害怕", "，已经一年了", "，谁来管管")


def labelled(path: Path, *, copies: int = 12) -> Path:
    """A CSV of the two classes, with rows that cannot be learnt from among them."""
    rng = Random(5)
    lines = [f"{rng.choice(words)}{rng.choice(ENDINGS)}第{i}次,{label}" for label, words in SAYINGS.items() for i in range(copies)]
    rng.shuffle(lines)
    lines += [",停车秩序->小区停车->地面车位不足", "没有分类的话,", "别的树,城乡建设->安全生产", "只到一级,停车秩序"]
    lines += ["太少,噪声扰民->施工噪声->夜间施工"]
    path.write_text("\n".join(["主要内容,问题分类", *lines]), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[TrainReport, Path]:
    folder = tmp_path_factory.mktemp("model")
    return train(labelled(folder / "rows.csv"), folder / "sub" / "model.joblib", TREE), folder / "sub" / "model.joblib"


def test_training_reports_rows_classes_held_out_accuracy_and_every_skipped_row(trained: tuple[TrainReport, Path]) -> None:
    report, _ = trained

    assert (report.rows, report.used, report.classes) == (29, 24, 2)
    assert report.skipped == {"blank": 1, "unlabelled": 1, "unknown": 1, "coarse": 1, "rare": 1}
    assert report.rows == report.used + sum(report.skipped.values())
    assert report.held_out == 4
    assert report.accuracy >= 0.75


def test_the_model_is_asked_only_where_keywords_say_nothing(trained: tuple[TrainReport, Path]) -> None:
    frame = pl.DataFrame({"title": ["", "", ""], "content": ["天黑摸黑走夜路打手电", "路灯不亮", ""], "category_text": ["", "", ""]})

    with_model = Classifier(TREE, trained[1]).classify(frame)
    without = Classifier(TREE).classify(frame)

    assert with_model["category_method"].to_list() == ["model", "rule", "none"]
    assert TREE.path_name(with_model["category_code"][0]) == "道路交通 → 道路照明 → 缺少路灯"
    assert 0.5 < with_model["category_confidence"][0] <= 1
    assert without["category_method"].to_list() == ["none", "rule", "none"]


def test_a_text_between_two_classes_waits_for_a_person(trained: tuple[TrainReport, Path]) -> None:
    frame = pl.DataFrame({"title": [""], "content": ["〇〇〇"], "category_text": [""]})

    assert Classifier(TREE, trained[1]).classify(frame).row(0)[-3:] == ("", 0.0, "none")


def test_training_twice_gives_the_same_bytes_but_for_the_clock(trained: tuple[TrainReport, Path], tmp_path: Path) -> None:
    again = train(labelled(tmp_path / "rows.csv"), tmp_path / "model.joblib", TREE)

    assert (tmp_path / "model.joblib").read_bytes() == trained[1].read_bytes()
    assert again.accuracy == trained[0].accuracy


def test_nothing_personal_is_learnt(tmp_path: Path) -> None:
    path = labelled(tmp_path / "rows.csv")
    path.write_text(path.read_text(encoding="utf-8").replace("第", "，联系人：诸葛晓燕 13812345678 第"), encoding="utf-8")

    train(path, tmp_path / "model.joblib", TREE)

    vocabulary = Classifier(TREE, tmp_path / "model.joblib")._model.vectoriser.vocabulary_  # type: ignore[union-attr]
    assert "联系人" in vocabulary
    assert not {"诸葛", "晓燕", "138", "345"} & set(vocabulary)


def test_a_model_of_another_tree_is_refused(trained: tuple[TrainReport, Path]) -> None:
    other = Catalog([Category("01", 1, "甲", ""), Category("0101", 2, "乙", "01"), Category("010101", 3, "丙", "0101", keywords=("丁",))])

    with pytest.raises(FileRefused, match="另一棵分类树"):
        Classifier(other, trained[1])


def test_a_model_of_another_scikit_learn_is_refused(trained: tuple[TrainReport, Path], tmp_path: Path) -> None:
    head, _, body = trained[1].read_bytes().partition(b"\n")
    old = tmp_path / "old.joblib"
    old.write_bytes(json.dumps({**json.loads(head), "sklearn": "0.1"}).encode() + b"\n" + body)

    with pytest.raises(FileRefused, match=r"scikit-learn 0\.1"):
        Classifier(TREE, old)


def test_a_damaged_or_foreign_file_is_refused_before_anything_of_it_runs(trained: tuple[TrainReport, Path], tmp_path: Path) -> None:
    whole = trained[1].read_bytes()
    for content in (whole[:-40], whole[:-1] + b"x", b"", b"\x80\x04", b"[1]", b'{"kind": "other"}\n', "模型".encode("gb18030")):
        (tmp_path / "bad.joblib").write_bytes(content)

        with pytest.raises(FileRefused, match="读取分类模型"):
            Classifier(TREE, tmp_path / "bad.joblib")


def test_a_model_that_is_not_there_is_no_fault(tmp_path: Path) -> None:
    frame = pl.DataFrame({"title": ["路灯不亮"], "content": [""], "category_text": [""]})

    assert Classifier(TREE, tmp_path / "none.joblib").classify(frame)["category_method"].to_list() == ["rule"]


@pytest.mark.parametrize(("header", "said"), [("主要内容,备注", "须有标题或内容列"), ("备注,问题分类", "须有标题或内容列")])
def test_a_file_without_text_or_label_is_refused(tmp_path: Path, header: str, said: str) -> None:
    (tmp_path / "rows.csv").write_text(f"{header}\n甲,乙\n", encoding="utf-8")

    with pytest.raises(FileRefused, match=said):
        train(tmp_path / "rows.csv", tmp_path / "model.joblib", TREE)


def test_too_few_rows_are_refused_and_no_model_is_left(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="两个三级类"):
        train(labelled(tmp_path / "rows.csv", copies=1), tmp_path / "model.joblib", TREE)

    assert not (tmp_path / "model.joblib").exists()


def test_labels_may_stand_in_three_columns_of_a_workbook(tmp_path: Path) -> None:
    records = [(f"{words[i % 4]}{i}", *label.split("->")) for label, words in SAYINGS.items() for i in range(8)]
    frame = pl.DataFrame(records, orient="row", schema=["标题", "一级问题分类", "二级问题分类", "三级问题分类"])
    frame.write_excel(tmp_path / "rows.xlsx")

    report = train(tmp_path / "rows.xlsx", tmp_path / "model.joblib", TREE)

    assert (report.rows, report.used, report.classes) == (16, 16, 2)


def test_the_command_prints_the_report_and_writes_where_imports_look(tmp_path: Path) -> None:
    home = settings.load({}, home=tmp_path)

    done = CliRunner().invoke(classify, ["train", str(labelled(tmp_path / "rows.csv"))], obj=home)
    as_json = CliRunner().invoke(classify, ["train", str(tmp_path / "rows.csv"), "-o", str(tmp_path / "m"), "--json"], obj=home)

    assert done.exit_code == 0, done.output
    assert "读入 29 行，用于训练 24 行、2 类；留出 4 行" in done.output
    assert "跳过 1 行：所属的类样本太少" in done.output
    assert home.model_file.exists()
    assert json.loads(as_json.output)["used"] == 24
