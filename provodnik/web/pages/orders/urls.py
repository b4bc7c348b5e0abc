"""Address of paid orders."""

from django.urls import path

from provodnik.web.pages.orders import views

app_name = "orders"
urlpatterns = [path("", views.show, name="list")]
