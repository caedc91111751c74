from django.urls import path

from accounts import views, views_devices

urlpatterns = [
    path("", views.settings, name="settings"),
    path("zone/", views.set_zone, name="set_zone"),
    path("devices/", views_devices.devices_page, name="devices"),
    path("devices/end-others/", views_devices.end_others, name="devices_end_others"),
    path("devices/<int:pk>/end/", views_devices.end, name="device_end"),
]
