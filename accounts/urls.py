from django.urls import path

from accounts import views

urlpatterns = [
    path("", views.settings, name="settings"),
    path("zone/", views.set_zone, name="set_zone"),
]
