"""Which tests run on the second database too: those that ask for a database, themselves or through a fixture."""

import pytest

from tests.conftest import touches_the_database


def test_one_that_asks_for_nothing_does_not(request):
    assert not touches_the_database(request.node)


def test_one_that_asks_for_the_database_does(request, db):
    assert touches_the_database(request.node)


def test_one_that_asks_through_another_fixture_does(request, signed_in):
    assert touches_the_database(request.node)


@pytest.mark.django_db
def test_one_that_is_marked_does(request):
    assert touches_the_database(request.node)


def test_what_is_left_out_could_not_have_looked(request):
    from accounts.models import User

    with pytest.raises(RuntimeError, match="Database access not allowed"):
        User.objects.exists()
