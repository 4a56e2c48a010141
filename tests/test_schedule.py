"""What docs/schedule.md and the Dockerfile say can be called, copied and parsed as it stands."""

import configparser
import re
import shlex

import pytest
import yaml
from click.testing import CliRunner

from fazhi import paths
from fazhi.cli import main

SCHEDULE = (paths.ROOT / "docs" / "schedule.md").read_text("utf-8")
DOCKERFILE = paths.ROOT / "Dockerfile"
INSTRUCTIONS = {"FROM", "WORKDIR", "COPY", "RUN", "USER", "ENV", "VOLUME", "ENTRYPOINT", "CMD"}


def _options(line: str) -> set[str]:
    return set(re.findall(r"--[a-z]+", line))


@pytest.mark.parametrize("line", [line for line in SCHEDULE.splitlines() if "fazhi run " in line])
def test_every_command_has_only_options_that_there_are(line):
    known = _options(CliRunner().invoke(main, ["run", "--help"]).output)
    command = line.partition("fazhi run ")[2].split(">>")[0]
    assert _options(command) <= known


def test_units_and_workflow_can_be_parsed():
    service, timer = re.findall(r"```ini\n(.*?)```", SCHEDULE, re.S)
    read = {}
    for name, text in (("service", service), ("timer", timer)):
        read[name] = configparser.ConfigParser(interpolation=None)
        read[name].optionxform = str
        read[name].read_string(text)
    assert read["service"]["Service"]["ExecStart"].startswith("/srv/fazhi/.venv/bin/fazhi run ")
    assert read["timer"]["Timer"]["OnCalendar"] == "Mon 05:00"
    workflow = yaml.safe_load(re.search(r"```yaml\n(.*?)```", SCHEDULE, re.S).group(1))
    assert any("fazhi run" in step.get("run", "") for step in workflow["jobs"]["report"]["steps"])


def test_the_cron_line_has_five_fields_before_its_command():
    line = next(line for line in SCHEDULE.splitlines() if line.startswith("0 5 "))
    assert re.match(r"(?:[\d*/,-]+ ){4}[\d*/,-]+ +cd /srv/fazhi && ", line)
    assert "%" not in line  # which cron would take for the end of the command
    shlex.split(line)


def test_the_dockerfile_installs_the_lock_and_runs_as_no_root():
    text = DOCKERFILE.read_text("utf-8").replace("\\\n", " ")
    lines = [line.split(maxsplit=1) for line in text.splitlines() if line and not line.startswith("#")]
    assert {name for name, _ in lines} <= INSTRUCTIONS
    said = {name: rest for name, rest in lines}
    assert said["FROM"] == "python:3.11-slim" and said["USER"] != "root"
    assert said["ENTRYPOINT"] == '["fazhi"]'
    assert "--require-hashes -r requirements.lock" in text
    for copied in (rest.split()[0] for name, rest in lines if name == "COPY"):
        assert (paths.ROOT / copied).exists()
    assert CliRunner().invoke(main, [*yaml.safe_load(said["CMD"])[:1], "--help"]).exit_code == 0
