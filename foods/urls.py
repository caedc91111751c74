"""Addresses of the food database."""

from django.urls import path

from foods.views.food import food, own_food
from foods.views.sources import sources

urlpatterns = [
    path("sources/", sources, name="sources"),
    path("sources/yours/<int:pk>/", own_food, name="own_food"),
    path("sources/<int:pk>/<slug:slug>/", food, name="food"),
]
