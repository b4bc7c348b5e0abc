"""The words of the method that code knows by name. Everything else is data."""

from enum import StrEnum


class Section(StrEnum):
    """One part of the method: one shipped file, one document of a school."""

    ROLES = "roles"
    CHANNELS = "channels"
    PRODUCT_KINDS = "product_kinds"
    LIFECYCLE = "lifecycle"
    GATES = "gates"
    QUEUE = "queue"
    OUTCOMES = "outcomes"
    SCRIPTS = "scripts"
    CREDIT = "credit"
    PATH = "path"
    METRICS = "metrics"
    HOME = "home"
    SIGNALS = "signals"
    BASE = "base"
    LAUNCHES = "launches"
    CARE = "care"
    AUDIT = "audit"
    GOALS = "goals"
    DESK = "desk"
    SENDING = "sending"
    COURSES = "courses"
    HOMEWORK = "homework"
    SURVEYS = "surveys"
    INTERVIEWS = "interviews"
    CASES = "cases"
    QUALITY = "quality"
    MEETINGS = "meetings"
    PAY = "pay"
    RELATIONS = "relations"
    DUTIES = "duties"
    ACCESSES = "accesses"


class Right(StrEnum):
    """What a role may do. Roles hold them as data; code asks for one by name."""

    SEE_OWNER_HOME = "see_owner_home"
    SEE_PULSE = "see_pulse"
    SEE_NUMBERS = "see_numbers"
    SEE_MONEY = "see_money"
    SEE_SELLERS = "see_sellers"
    OPEN_ROWS = "open_rows"
    EXPORT_ROWS = "export_rows"
    SEE_OWN_STUDENTS = "see_own_students"
    SEE_ALL_STUDENTS = "see_all_students"
    SEE_CONTACTS = "see_contacts"
    EDIT_STUDENTS = "edit_students"
    ASSIGN_COORDINATORS = "assign_coordinators"
    MERGE_PEOPLE = "merge_people"
    WORK_QUEUE = "work_queue"
    SEE_TEAM_QUEUE = "see_team_queue"
    WORK_DESK = "work_desk"
    CHECK_HOMEWORK = "check_homework"
    GIVE_SECOND_OPINION = "give_second_opinion"
    MARK_GRADUATES = "mark_graduates"
    SEE_GRADUATES = "see_graduates"
    SET_HOMEWORK = "set_homework"
    MAKE_OFFERS = "make_offers"
    MAKE_PERSONAL_OFFERS = "make_personal_offers"
    MAKE_EXCEPTIONS = "make_exceptions"
    SEE_MATRIX = "see_matrix"
    EDIT_MATRIX = "edit_matrix"
    SEE_COURSES = "see_courses"
    EDIT_COURSES = "edit_courses"
    SEE_PATH = "see_path"
    EDIT_PATH = "edit_path"
    PUBLISH_PATH = "publish_path"
    ACTIVATE_RULES = "activate_rules"
    SEE_CHANNELS = "see_channels"
    SEE_LAUNCHES = "see_launches"
    EDIT_LAUNCHES = "edit_launches"
    PLAN_SALES = "plan_sales"
    USE_EXCHANGE = "use_exchange"
    SEE_BASE = "see_base"
    EDIT_SEGMENTS = "edit_segments"
    RUN_CAMPAIGNS = "run_campaigns"
    RESOLVE_CREDIT = "resolve_credit"
    FIX_POINT_A = "fix_point_a"
    SEE_GOALS = "see_goals"
    EDIT_GOALS = "edit_goals"
    IMPORT_DATA = "import_data"
    CONNECT_CHANNELS = "connect_channels"
    SEE_METHOD = "see_method"
    EDIT_METHOD = "edit_method"
    MANAGE_STAFF = "manage_staff"
    STOP_AUTOMATION = "stop_automation"
    ERASE_PEOPLE = "erase_people"
    SEE_OWN_PAY = "see_own_pay"
    SEE_PAYROLL = "see_payroll"
    CLOSE_PAY = "close_pay"
    CHANGE_PAY = "change_pay"
    SEE_SURVEYS = "see_surveys"
    EDIT_SURVEYS = "edit_surveys"
    SEE_VOICE = "see_voice"
    EDIT_VOICE = "edit_voice"
    SEE_CASES = "see_cases"
    COLLECT_CASES = "collect_cases"
    APPROVE_CASES = "approve_cases"
    CHECK_QUALITY = "check_quality"
    SWITCH_REVIEW = "switch_review"
    SEE_OWN_QUALITY = "see_own_quality"
    HOLD_MEETINGS = "hold_meetings"
    SEE_DUTIES = "see_duties"
    HAND_DUTIES_OVER = "hand_duties_over"
    SEE_ACCESSES = "see_accesses"
    EDIT_ACCESSES = "edit_accesses"


class MaterialChange(StrEnum):
    """What about a product may change so that those who offer it read it again."""

    NAME = "name"
    KIND = "kind"
    PRICE = "price"
    AUDIENCE = "audience"
    SUMMARY = "summary"
    PREREQUISITE = "prerequisite"
    TERM = "term"
    PAINS = "pains"
    NEXT = "next"


class NeedKind(StrEnum):
    """What a student says on the page of their own: a wish, or something in the way."""

    NEED = "need"
    OBSTACLE = "obstacle"


class ChannelGroup(StrEnum):
    """The two lines of the department's total (R-097)."""

    PLATFORM = "platform"
    COORDINATORS = "coordinators"


class Deed(StrEnum):
    """Kinds of deeds in a coordinator's day."""

    ACQUAINT = "acquaint"
    OFFER = "offer"
    SUPPORT = "support"
    CALM = "calm"
    RECOVERY = "recovery"
    FOLLOW_UP = "follow_up"


class Outcome(StrEnum):
    """How a touch ended; the order is the order of the five buttons."""

    AGREED = "agreed"
    THINKING = "thinking"
    REFUSED = "refused"
    NO_ANSWER = "no_answer"
    REACHED = "reached"


class Trigger(StrEnum):
    """The moments at which a step of the path becomes due."""

    MODULE_COMPLETED = "module_completed"
    GOAL_REACHED = "goal_reached"
    COURSE_COMPLETED = "course_completed"
    GRADUATED = "graduated"
    INTEREST_LOST = "interest_lost"
    PAYMENT_RECEIVED = "payment_received"
    DATE = "date"
    LINK_CLICKED_NO_PAYMENT = "link_clicked_no_payment"


class TriggerNeed(StrEnum):
    """What a step must say about its moment."""

    PRODUCT = "product"
    MODULE = "module"
    DAYS = "days"
    DATE = "date"


class CreditRule(StrEnum):
    """Ways to find whose touch brought a payment."""

    TRACKED_LINK = "tracked_link"
    LAST_TOUCH = "last_touch"
    ORDER_CHANNEL = "order_channel"
    NONE = "none"


class Direction(StrEnum):
    """Which way a figure gets better."""

    UP = "up"
    DOWN = "down"
    NEUTRAL = "neutral"


class Quantity(StrEnum):
    """What a goal is counted in; the same names as units of metrics."""

    MONEY = "RUB"
    SHARE = "share"
    COUNT = "count"
    SCORE = "score"
    POINTS = "points"
    HOURS = "hours"
    DAYS = "days"


class Gender(StrEnum):
    """Grammatical gender of a figure's name: "not measured" agrees with it."""

    MASCULINE = "masculine"
    FEMININE = "feminine"
    NEUTER = "neuter"
    PLURAL = "plural"


class Tone(StrEnum):
    """Tones of the design system that a signal may take."""

    WATCH = "watch"
    ACT = "act"
    LATE = "late"


class Sentence(StrEnum):
    """Conditions under which a page's first sentence is true; code proves them."""

    OWNER_NOTHING_LOADED = "owner_nothing_loaded"
    OWNER_NO_POINT_A = "owner_no_point_a"
    OWNER_FALLING = "owner_falling"
    OWNER_FROM_ZERO = "owner_from_zero"
    OWNER_ALL_AT_TARGET = "owner_all_at_target"
    OWNER_GROWN = "owner_grown"
    OWNER_PLAIN = "owner_plain"
    PULSE_NOTHING = "pulse_nothing"
    PULSE_BURNING = "pulse_burning"
    PULSE_DEEDS = "pulse_deeds"
    DAY_NOBODY_ASSIGNED = "day_nobody_assigned"
    DAY_ALL_DONE = "day_all_done"
    DAY_EMPTY = "day_empty"
    DAY_ALL_OVERDUE = "day_all_overdue"
    DAY_DEEDS = "day_deeds"


class SignalKey(StrEnum):
    """Checks that find what needs attention."""

    UNASSIGNED_STUDENT = "unassigned_student"
    WENT_NOWHERE = "went_nowhere"
    PRODUCT_DEAD_END = "product_dead_end"
    STEP_WITHOUT_SCRIPT = "step_without_script"
    MOMENT_WITHOUT_OFFER = "moment_without_offer"
    LINK_NOT_PAID = "link_not_paid"
    DROP_AT_PAYMENT = "drop_at_payment"
    INTEREST_LOST = "interest_lost"
    PAYMENT_WITHOUT_CHANNEL = "payment_without_channel"
    PRODUCT_SLEEPING = "product_sleeping"
    PRODUCT_WITHOUT_OWNER = "product_without_owner"
    PRODUCT_ORPHAN = "product_orphan"
    SIMILAR_PEOPLE = "similar_people"
    HANDOFF_WAITING = "handoff_waiting"
    COMPLETED_WITHOUT_CONTACT = "completed_without_contact"
    AUDIENCE_WITHOUT_MAP = "audience_without_map"
    WEEK_WITHOUT_WARM_UP = "week_without_warm_up"
    REQUEST_OVERDUE = "request_overdue"
    DESK_BOTTLENECK = "desk_bottleneck"
    HOMEWORK_OVERDUE = "homework_overdue"
    MESSAGE_UNCLEAR = "message_unclear"
    MESSAGE_REFUSED = "message_refused"
    MESSAGE_WAITING = "message_waiting"
    DESK_ANSWER_SOON = "desk_answer_soon"
    DESK_OVERDUE = "desk_overdue"
    REPEAT_LAUNCH_STALLED = "repeat_launch_stalled"
    FINDING_OVERDUE = "finding_overdue"
    QUARTER_WITHOUT_OKR = "quarter_without_okr"
    QUARTER_WITHOUT_KPI = "quarter_without_kpi"
    COHORT_WITHOUT_GOALS = "cohort_without_goals"
    CHURN_POINT_WITHOUT_CARD = "churn_point_without_card"
    SURVEY_MISSING = "survey_missing"
    LOW_SCORE_UNSETTLED = "low_score_unsettled"
    MONTH_WITHOUT_INTERVIEW = "month_without_interview"
    MONTH_WITHOUT_PACK = "month_without_pack"
    FEEDBACK_WITHOUT_DECISION = "feedback_without_decision"
    COHORT_WITHOUT_CASES = "cohort_without_cases"
    STUDENT_STUCK = "student_stuck"
    COURSE_OVERLOADED = "course_overloaded"
    QUALITY_DAY_MISSED = "quality_day_missed"
    QUALITY_REMARK_WAITS = "quality_remark_waits"
    ARTEFACT_QUALITY_FELL = "artefact_quality_fell"
    RACI_GAP = "raci_gap"
    WITHOUT_MANAGER = "without_manager"
    ACCESS_REVIEW_OVERDUE = "access_review_overdue"
    ACCESS_AFTER_EXIT = "access_after_exit"
    HANDING_OVER_STANDS = "handing_over_stands"


class Severity(StrEnum):
    """How much a failed check of the audit costs while it stays so; the order is the report's."""

    URGENT = "urgent"
    SERIOUS = "serious"
    MINOR = "minor"


class AuditSentence(StrEnum):
    """Conditions under which a report's first sentence is true; the first true one is printed."""

    NOTHING = "nothing"
    ALL_FINE = "all_fine"
    MONEY = "money"
    FAILED = "failed"


class EffortKind(StrEnum):
    """What the service's labour goes into (R-024)."""

    REQUEST = "request"
    CHECK = "check"
    TALK = "talk"


class LaunchStep(StrEnum):
    """Milestones of the launch of repeat sales; each is seen in the data."""

    MATRIX = "matrix"
    PATH = "path"
    COORDINATORS = "coordinators"
    FIRST_OFFER = "first_offer"
    FIRST_SALE = "first_sale"


class StageFact(StrEnum):
    """What a client's own record shows without a person saying it; code knows how to look."""

    GOAL = "goal"
    COORDINATOR = "coordinator"
    CONTACT = "contact"
    SATISFIED = "satisfied"
    NOTE = "note"
    WIN = "win"
    FUTURE_CONTACT = "future_contact"
    ROLES = "roles"
    NO_ACCESSES = "no_accesses"


class Whose(StrEnum):
    """Whose journal entries show a condition: the client's, of its products, of the school."""

    CLIENT = "client"
    PRODUCT = "product"
    SCHOOL = "school"


class OpenWork(StrEnum):
    """Work given out to a person and not done yet; code knows where each is kept."""

    TICKETS = "tickets"
    WORKS = "works"
    TOUCHES = "touches"
    TASKS = "tasks"
