"""In production each line of the log is one JSON object, without anyone's address."""

import io
import json
import logging
import logging.config

import pytest

from throughline.config import logs


@pytest.fixture
def production_log():
    """A logger that writes as production does, and the lines that it wrote, read back."""
    configuration = logs.settings(as_json=True)
    formatter = logging.config.DictConfigurator(configuration).configure_formatter(configuration["formatters"]["json"])
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(formatter)
    logger = logging.getLogger("throughline.tests.log")
    logger.addHandler(handler)
    logger.propagate = False
    yield logger, lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    logger.removeHandler(handler)
    logger.propagate = True


def test_a_line_is_one_object(production_log) -> None:
    logger, lines = production_log
    logger.warning("Mail to %s failed\nsecond line", "asha.o'neil+x@council.example.org")
    (line,) = lines()
    assert (line["event"], line["level"]) == ("Mail to [address] failed\nsecond line", "warning")
    assert line["logger"] == "throughline.tests.log"
    assert "timestamp" in line


def test_what_the_database_quotes_is_left_out_of_a_traceback(production_log) -> None:
    logger, lines = production_log
    try:
        raise ValueError("DETAIL:  Key (lower(name))=(Asha O'Neil) already exists. Failing row contains (1, Asha, x).")
    except ValueError:
        logger.exception("Refused")
    (line,) = lines()
    assert "Asha" not in json.dumps(line)
    assert "Key (lower(name))=([left out]) already exists" in line["exception"]
    assert "ValueError" in line["exception"]


def test_pages_that_were_not_found_are_no_event() -> None:
    assert logs.settings(as_json=False)["loggers"]["django.request"]["level"] == "ERROR"
