from django.urls import path

from accounts import views, views_devices, views_tokens

urlpatterns = [
    path("", views.settings, name="settings"),
    path("zone/", views.set_zone, name="set_zone"),
    path("devices/", views_devices.devices_page, name="devices"),
    path("devices/end-others/", views_devices.end_others, name="devices_end_others"),
    path("devices/<int:pk>/end/", views_devices.end, name="device_end"),
    path("tokens/", views_tokens.tokens_page, name="tokens"),
    path("tokens/new/", views_tokens.token_new, name="token_new"),
    path("tokens/revoke-all/", views_tokens.tokens_revoke_all, name="tokens_revoke_all"),
    path("tokens/<int:pk>/revoke/", views_tokens.token_revoke, name="token_revoke"),
]
