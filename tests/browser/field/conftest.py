"""What officers send changes zones and sites, which the tests of other pages rely on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.conftest import Site, open_site
from tests.conftest import Server


@pytest.fixture(scope="session")
def site(
    server: Server, real_boundaries: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """A served site of the officers' own."""
    with open_site(server, "_field", real_boundaries, tmp_path_factory.mktemp("field")) as made:
        yield made
