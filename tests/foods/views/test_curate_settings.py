"""What a curator chooses for themselves."""

from foods.models import Curator

SETTINGS = "/curate/settings/"


def test_the_mail_a_day_is_on_until_it_is_turned_off(curator, person_who_curates):
    assert curator.get(SETTINGS).context["form"]["digest"].value() is True
    assert Curator.objects.count() == 0
    curator.post(SETTINGS, {})

    assert Curator.objects.get().user == person_who_curates
    assert Curator.objects.get().digest is False
    assert curator.get(SETTINGS).context["form"]["digest"].value() is False
    curator.post(SETTINGS, {"digest": "on"})
    assert Curator.objects.get().digest is True


def test_everybody_has_their_own(curator, another):
    curator.post(SETTINGS, {})

    assert another.get(SETTINGS).context["form"]["digest"].value() is True


def test_for_others_it_does_not_exist(signed_in):
    assert signed_in.get(SETTINGS).status_code == 404
    assert signed_in.post(SETTINGS, {}).status_code == 404
