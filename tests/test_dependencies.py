"""The libraries of a release: pinned with digests, and of licences that let everybody use the program."""

from __future__ import annotations

import re
import tomllib

import pytest
from conftest import ROOT
from packaging.requirements import Requirement

from charter_builder.dependencies import canonical, libraries, licence, pins

PINNED = dict(re.findall(r"(?m)^([a-z0-9-]+)==(\S+) \\$", (ROOT / "constraints.txt").read_text("utf-8")))
FREE = re.compile(r"(MIT|BSD|BSD-2-Clause|BSD-3-Clause|ISC|Apache-2\.0|MPL-2\.0|OFL-1\.1|PSF-2\.0)((, | OR | AND )|$)")


def test_every_library_of_the_program_is_pinned_to_a_version_that_it_accepts() -> None:
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    for requirement in map(Requirement, asked):
        assert requirement.specifier.contains(PINNED[canonical(requirement.name)]), requirement
    assert set(libraries()) <= set(PINNED)


def test_each_pin_has_its_digests_and_no_address() -> None:
    text = (ROOT / "constraints.txt").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert len(lines) > 2 * len(PINNED) - 1
    for line in lines:
        assert re.fullmatch(r"[a-z0-9-]+==\S+ \\|    --hash=sha256:[0-9a-f]{64}( \\)?", line)
    assert "://" not in text


@pytest.mark.parametrize("name", libraries())
def test_a_library_lets_everybody_use_the_program(name: str) -> None:
    said = licence(libraries()[name][0])
    assert FREE.sub("", said) == "", said


def test_two_reports_are_one_set_of_pins() -> None:
    def report(version: str, digest: str) -> dict[str, object]:
        item = {"metadata": {"name": "A_b", "version": version}, "download_info": {"archive_info": {"hashes": {"sha256": digest}}}}
        return {"install": [item]}

    assert pins([report("1", "bb"), report("1", "aa")]).endswith("\na-b==1 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n")
    with pytest.raises(ValueError, match="a-b: 1 and 2"):
        pins([report("1", "aa"), report("2", "bb")])
