from django.urls import path

from provodnik.web.pages.search import views

app_name = "search"
urlpatterns = [path("search/", views.show, name="show")]
