"""Mounted at the root, before django-allauth: what stands here wins over its pages."""

from django.urls import path
from django.views.generic import RedirectView

from provodnik.web.pages.signin import views

app_name = "signin"
urlpatterns = [
    path("", views.home, name="home"),
    path("accounts/login/", views.SignIn.as_view(), name="login"),
    path("accounts/letter/<str:token>/", views.letter, name="letter"),
    # An account has one e-mail, and its team keeps it.
    path("accounts/email/", RedirectView.as_view(pattern_name="me:show"), name="email"),
]
