"""The strict client's own net: it catches what it says, and lets good pages through."""

import pytest

from tests.web.strict import faults

GOOD = (
    '<html lang="nb"><head><title>T</title></head><body><h1>H</h1><form action="/x" method="post">'
    '<input type="hidden" name="csrf_token" value="1"><label for="a">A</label><input id="a"></form></body></html>'
)


def test_a_good_page_passes() -> None:
    assert faults(GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('lang="nb"', "", "lang"),
        ("<h1>H</h1>", "", "h1"),
        ("<h1>H</h1>", "<h1>H</h1><h3>x</h3>", "jumps"),
        ("<title>T</title>", "", "title"),
        ('action="/x"', "", "action"),
        ('name="csrf_token"', 'name="x"', "CSRF"),
        ('<label for="a">A</label>', "", "without label"),
        ("<h1>", "<h1 id='a'>", "2 times"),
        ('for="a"', 'for="b"', "id b"),
        ("<h1>", '<h1 style="x">', "style"),
        ("<h1>", '<h1 onclick="x">', "onclick"),
        ("</form>", "</form><script>1</script>", "inline"),
        ("</form>", "</form><button></button>", "words"),
        ("</form>", '</form><a href="#nowhere">x</a>', "nowhere"),
        ("</form>", '</form><img src="x">', "alt"),
    ],
)
def test_the_net_catches(old: str, new: str, fault: str) -> None:
    assert any(fault in wrong for wrong in faults(GOOD.replace(old, new, 1)))
