"""Reading from a mount that stumbles: another attempt for what passes, none for what lasts."""

import pytest

from readers import landing


def stumbling(*errors: OSError) -> list[OSError | None]:
    return [*errors, None]


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tenacity.nap.time.sleep", lambda _: None)


@pytest.mark.parametrize(("errors", "attempts"), [([], 1), ([OSError(5, "Input/output error")] * 2, 3)])
def test_an_error_of_the_mount_is_tried_again(errors: list[OSError], attempts: int) -> None:
    answers = stumbling(*errors)
    made = []

    def read() -> bytes:
        made.append(1)
        if error := answers.pop(0):
            raise error
        return b"bytes"

    assert landing.once_more(read) == b"bytes"
    assert len(made) == attempts


@pytest.mark.parametrize(
    ("error", "attempts"),
    [(OSError(5, "Input/output error"), 3), (FileNotFoundError(2, "gone"), 1), (PermissionError(13, "no"), 1)],
)
def test_what_lasts_is_not_tried_again_and_what_goes_on_is_told(error: OSError, attempts: int) -> None:
    made = []

    def read() -> bytes:
        made.append(1)
        raise error

    with pytest.raises(type(error)):
        landing.once_more(read)
    assert len(made) == attempts
