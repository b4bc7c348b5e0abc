"""The shape of every section: what a shipped file or a school's document must look like."""

from collections.abc import Mapping

from provodnik.method.shapes.about import About, News
from provodnik.method.shapes.accesses import Accesses
from provodnik.method.shapes.audit import Audit
from provodnik.method.shapes.base import Shape
from provodnik.method.shapes.care import Care
from provodnik.method.shapes.cases import Cases
from provodnik.method.shapes.channels import Channels
from provodnik.method.shapes.client_base import BaseSettings
from provodnik.method.shapes.courses import Courses
from provodnik.method.shapes.desk import Desk
from provodnik.method.shapes.duties import Duties
from provodnik.method.shapes.goals import Goals
from provodnik.method.shapes.homework import Homework
from provodnik.method.shapes.interviews import Interviews
from provodnik.method.shapes.launches import Launches
from provodnik.method.shapes.meetings import Meetings
from provodnik.method.shapes.numbers import Home, Metrics, Signals
from provodnik.method.shapes.offers import Credit, Gates, OfferGates, Path, ProductKinds
from provodnik.method.shapes.pay import Pay
from provodnik.method.shapes.people import Lifecycle, Roles
from provodnik.method.shapes.quality import Quality
from provodnik.method.shapes.relations import Relations
from provodnik.method.shapes.sending import Sending
from provodnik.method.shapes.surveys import Surveys
from provodnik.method.shapes.touches import Outcomes, Queue, Scripts
from provodnik.method.types import Section

SHAPES: Mapping[Section, type[Shape]] = {
    Section.ROLES: Roles,
    Section.CHANNELS: Channels,
    Section.PRODUCT_KINDS: ProductKinds,
    Section.LIFECYCLE: Lifecycle,
    Section.GATES: Gates,
    Section.QUEUE: Queue,
    Section.OUTCOMES: Outcomes,
    Section.SCRIPTS: Scripts,
    Section.CREDIT: Credit,
    Section.PATH: Path,
    Section.METRICS: Metrics,
    Section.HOME: Home,
    Section.SIGNALS: Signals,
    Section.BASE: BaseSettings,
    Section.LAUNCHES: Launches,
    Section.CARE: Care,
    Section.GOALS: Goals,
    Section.AUDIT: Audit,
    Section.DESK: Desk,
    Section.SENDING: Sending,
    Section.COURSES: Courses,
    Section.HOMEWORK: Homework,
    Section.SURVEYS: Surveys,
    Section.INTERVIEWS: Interviews,
    Section.CASES: Cases,
    Section.QUALITY: Quality,
    Section.MEETINGS: Meetings,
    Section.PAY: Pay,
    Section.RELATIONS: Relations,
    Section.DUTIES: Duties,
    Section.ACCESSES: Accesses,
}

__all__ = [
    "SHAPES",
    "About",
    "Accesses",
    "Audit",
    "BaseSettings",
    "Care",
    "Cases",
    "Channels",
    "Courses",
    "Credit",
    "Desk",
    "Duties",
    "Gates",
    "Goals",
    "Home",
    "Homework",
    "Interviews",
    "Launches",
    "Lifecycle",
    "Meetings",
    "Metrics",
    "News",
    "OfferGates",
    "Outcomes",
    "Path",
    "Pay",
    "ProductKinds",
    "Quality",
    "Queue",
    "Relations",
    "Roles",
    "Scripts",
    "Sending",
    "Shape",
    "Signals",
    "Surveys",
]
