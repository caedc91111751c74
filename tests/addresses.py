"""Addresses that tests cannot spell: those that do not say what they are about."""

from django.urls import reverse


def finding_page(code: str) -> str:
    return reverse("finding", args=[code])
