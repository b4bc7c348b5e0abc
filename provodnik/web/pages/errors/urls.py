from django.urls import path

from provodnik.web.pages.errors import views

app_name = "errors"
urlpatterns = [path("healthz", views.healthz, name="healthz")]
