from django.urls import path

from provodnik.web.pages.guide import plan_views, views, works

app_name = "guide"
urlpatterns = [
    path("<str:token>/", views.show, name="show"),
    path("<str:token>/goal/", views.say_goal, name="goal"),
    path("<str:token>/need/", views.say_need, name="need"),
    path("<str:token>/need/<int:need_id>/", views.rate, name="rate"),
    path("<str:token>/decisions/<int:decision_id>/", plan_views.answer, name="decision"),
    path("<str:token>/works/<int:lesson_id>/", works.hand_in, name="work"),
]
