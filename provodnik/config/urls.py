"""Which address belongs to which page."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("provodnik.web.pages.errors.urls")),
    path("", include("provodnik.web.pages.signin.urls")),
    path("", include("provodnik.web.pages.calendar.urls")),
    path("", include("provodnik.web.pages.erasing.urls")),
    path("", include("provodnik.web.pages.imports.urls")),
    path("", include("provodnik.web.pages.me.urls")),
    path("", include("provodnik.web.pages.method.urls")),
    path("", include("provodnik.web.pages.people_merge.urls")),
    path("", include("provodnik.web.pages.search.urls")),
    path("", include("provodnik.web.pages.team.urls")),
    path("", include("provodnik.web.shell.urls")),
    path("design/", include("provodnik.web.design.urls")),
    path("owner/", include("provodnik.web.pages.owner.urls")),
    path("numbers/", include("provodnik.web.pages.metrics.urls")),
    path("base/", include("provodnik.web.pages.base.urls")),
    path("channels/", include("provodnik.web.pages.channels.urls")),
    path("orders/", include("provodnik.web.pages.orders.urls")),
    path("launches/", include("provodnik.web.pages.launches.urls")),
    path("exchange/", include("provodnik.web.pages.exchange.urls")),
    path("matrix/", include("provodnik.web.pages.matrix.urls")),
    path("goals/", include("provodnik.web.pages.goals.urls")),
    path("causes/", include("provodnik.web.pages.causes.urls")),
    path("cohorts/", include("provodnik.web.pages.cohorts.urls")),
    path("path/", include("provodnik.web.pages.path.urls")),
    path("day/", include("provodnik.web.pages.day.urls")),
    path("students/", include("provodnik.web.pages.students.urls")),
    path("desk/", include("provodnik.web.pages.desk.urls")),
    path("pulse/", include("provodnik.web.pages.pulse.urls")),
    path("audit/", include("provodnik.web.pages.audit.urls")),
    path("analyses/", include("provodnik.web.pages.analyses.urls")),
    path("go/", include("provodnik.web.pages.go.urls")),
    path("stages/", include("provodnik.web.pages.stages.urls")),
    path("audience/", include("provodnik.web.pages.audience.urls")),
    path("my/", include("provodnik.web.pages.guide.urls")),
    path("guidance/", include("provodnik.web.pages.guide.staff_urls")),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/", include("allauth.mfa.urls")),
]

handler400 = "provodnik.web.pages.errors.views.bad_request"
handler403 = "provodnik.web.pages.errors.views.forbidden"
handler404 = "provodnik.web.pages.errors.views.not_found"
handler500 = "provodnik.web.pages.errors.views.broken"
