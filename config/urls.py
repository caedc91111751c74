"""Every address of the site."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from config import metrics, views

admin.site.site_header = admin.site.site_title = "Cobalog"
admin.site.index_title = "Foods and accounts"
admin.site.login = secure_admin_login(admin.site.login)
handler500 = "config.views.server_error"
handler429 = "config.views.too_many"

urlpatterns = [
    path("", views.front, name="front"),
    path("demo/", views.demo, name="demo"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
    path("api/v1/", include("tracker.api.urls")),
    path("settings/", include("accounts.urls")),
    path("accounts/sessions/", RedirectView.as_view(pattern_name="devices")),  # allauth's own page stores addresses
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("", include("foods.urls")),
    path("", include("tracker.urls")),
]
