"""From a chosen file to facts, in words a head understands."""

from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings
from xlsxwriter import Workbook

from provodnik.facts.sales.models import Order
from provodnik.facts.team.models import Staff
from provodnik.kernel import schools
from provodnik.kernel.imports import services
from provodnik.kernel.imports.models import ImportProfile, ImportRun
from provodnik.kernel.models import School
from provodnik.lake.services import catch_up
from provodnik.web.tests.members import cost_of, sign_in

HEADER = (
    "ID заказа;ID пользователя;Пользователь;Email;Дата создания;Дата оплаты;Title;Статус;"
    "Стоимость, RUB;Оплачено;Вторая волна"
)
NATALYA = "7;Наталья Ремизова;n@example.org"
ROW = f"1;{NATALYA};2026-10-01 10:00;2026-10-02 10:00;Колорист;payed;12900;12900;да"
BAD_DATE = f"2;{NATALYA};31.02.2026;;Колорист;new;12900;0;нет"
NOBODY = "3;;;;2026-10-01 10:00;;Колорист;new;12900;0;нет"
FREE = "4;8;Анна Лебедева;a@example.org;2026-10-01 10:00;;Вебинар;payed;0;0;да"


@pytest.fixture
def client_of(committed_school: School) -> tuple[Client, School]:
    client = Client()
    with schools.inside(committed_school.pk):
        sign_in(client)
    return client, committed_school


@pytest.fixture
def head(client: Client, school: School) -> Staff:
    return sign_in(client)


def orders(*rows: str, encoding: str = "utf-8-sig", name: str = "orders.csv") -> SimpleUploadedFile:
    text = "\n".join((HEADER, *(rows or (ROW,)))) + "\n"
    return SimpleUploadedFile(name, text.encode(encoding), "text/csv")


def upload(client: Client, file: SimpleUploadedFile) -> str:
    """The address of the second step, or the page that says why not."""
    response = client.post("/imports/", {"file": file})
    return response.headers.get("Location", response.text)


def decide(client: Client, address: str, do: str = "load", **posted: str) -> int:
    """Press a button of the second step; returns the run."""
    response = client.post(address, {"do": do, **posted})
    assert response.status_code == 302, response.text
    return int(response.headers["Location"].strip("/").split("/")[-1])


def carry_out(school: School, run_id: int) -> None:
    """What a worker does."""
    from django.utils import timezone

    services.run_to_end(school_id=school.pk, run_id=run_id, now=timezone.now())


def test_the_first_visit_says_where_to_begin(client: Client, head: Staff) -> None:
    page = client.get("/imports/").text

    assert "Здесь будут ваши выгрузки" in page
    assert "Продажи → Заказы → Экспорт" in page


def test_the_kind_is_found_out_from_the_columns(client: Client, head: Staff) -> None:
    assert "kind=getcourse-orders" in upload(client, orders())


def test_a_workbook_is_as_good_as_a_csv(client: Client, head: Staff) -> None:
    page = client.get(upload(client, _workbook(HEADER.split(";"), ROW.split(";")))).text

    assert "Загрузка данных" in page
    assert "Загрузить 1\u00a0строку" in page


def test_the_columns_are_shown_with_what_we_took_them_for(client: Client, head: Staff) -> None:
    page = client.get(upload(client, orders())).text

    assert "10\u00a0колонок из 11 узнали сами. Посмотрите 1" in page
    assert "Вторая волна" in page
    assert 'name="column:Вторая волна"' in page
    assert "Загрузить 1\u00a0строку" in page
    assert "<code>да</code>" in page


@pytest.mark.parametrize(("currency", "is_said"), [("USD", True), ("RUB", False)])
def test_another_currency_than_the_schools_is_said_before_loading(
    client: Client, head: Staff, currency: str, is_said: bool
) -> None:
    text = f"{HEADER}\n{ROW}\n".replace("RUB", currency)
    file = SimpleUploadedFile("orders.csv", text.encode(), "text/csv")

    page = client.get(upload(client, file)).text

    assert (f"Суммы в файле в {currency}, а школа считает в RUB" in page) is is_said


def test_the_list_says_how_long_files_are_kept(client: Client, head: Staff, school: School) -> None:
    _make_run(school, head, 1)

    assert "храним 90\u00a0дней" in client.get("/imports/").text


def test_no_javascript_is_needed_to_send_a_file_and_htmx_follows_as_well(
    client: Client, head: Staff
) -> None:
    plain = client.post("/imports/", {"file": orders()})
    swapped = client.post("/imports/", {"file": orders()}, headers={"HX-Request": "true"})

    assert plain.status_code == 302
    assert swapped.headers["HX-Redirect"] == plain.headers["Location"]


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (SimpleUploadedFile("a.pdf", b"%PDF-1.7 ..."), "PDF"),
        (SimpleUploadedFile("empty.csv", b"\n"), "файл пуст|The file is empty"),
    ],
)
def test_what_is_no_table_is_refused_in_words(
    client: Client, head: Staff, file: SimpleUploadedFile, words: str
) -> None:
    page = upload(client, file)

    assert any(one in page or one.capitalize() in page for one in words.split("|"))
    assert not ImportRun.objects.exists()


def test_nothing_chosen_is_said(client: Client, head: Staff) -> None:
    assert "Файл не выбран." in client.post("/imports/", {}).text


def test_a_file_above_the_limit_is_refused_before_it_is_kept(
    client: Client, head: Staff, settings: Settings
) -> None:
    settings.UPLOAD_MAX_BYTES = 100

    page = upload(client, orders(*[ROW] * 20))

    assert "Файл больше 1 ГБ." in page


def test_letters_that_cannot_be_read_ask_for_the_encoding(client: Client, head: Staff) -> None:
    strange = SimpleUploadedFile("a.csv", "Слово;Другое\nЁж;ёлка\n".encode("windows-1251"))

    address = upload(client, strange)
    asked = client.get(address).text
    chosen = client.get(f"{address}&encoding=windows-1251").text

    assert "Буквы не читаются" in asked
    assert '<option value="windows-1251" selected>' in asked
    assert "Слово" in chosen
    assert "Ёж" in chosen


def test_a_missing_column_is_named_and_nothing_begins(client: Client, head: Staff) -> None:
    nobodys = SimpleUploadedFile("a.csv", "ID заказа;Стоимость, RUB\n1;100\n".encode())
    address = upload(client, nobodys).replace("kind=&", "kind=getcourse-orders&")

    response = client.post(f"{address.split('?')[0]}?kind=getcourse-orders", {"do": "load"})

    assert response.status_code == 200
    assert "pv-gate--refused" in response.text
    assert not ImportRun.objects.exists()


def test_what_was_decided_survives_a_refusal(client: Client, head: Staff) -> None:
    nobodys = SimpleUploadedFile("a.csv", "ID заказа;Стоимость, RUB\n1;100\n".encode())
    address = upload(client, nobodys).split("?")[0] + "?kind=getcourse-orders"

    page = client.post(address, {"do": "load", "column:ID заказа": "ignore"}).text

    assert '<option value="ignore" selected>' in page


def test_a_stranger_to_the_school_finds_no_file(client: Client, head: Staff) -> None:
    assert client.get(f"/imports/files/{'0' * 64}/").status_code == 404
    assert client.get("/imports/files/..%2Fsecret_key/").status_code == 404
    assert client.get("/imports/1234567/").status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_colleague_without_the_right_is_refused(
    client: Client, school: School, method: str
) -> None:
    sign_in(client, "coordinator")

    assert getattr(client, method)("/imports/").status_code == 403


@pytest.mark.slow
def test_a_file_becomes_facts_and_the_result_tells_all(client_of: tuple[Client, School]) -> None:
    client, school = client_of
    run_id = decide(client, upload(client, orders(ROW, BAD_DATE, NOBODY, FREE)))

    waiting = client.get(f"/imports/{run_id}/").text
    carry_out(school, run_id)
    page = client.get(f"/imports/{run_id}/").text

    assert "В очереди" in waiting
    assert "2\u00a0заказа на месте, 2\u00a0строки ждут правки" in page
    assert "Если загрузить его снова, ничего не задвоится." in page
    assert "Дата не похожа на дату" in page
    assert "<code>31.02.2026</code>" in page
    assert "Пустой ID пользователя и e-mail" in page
    assert "Скачать 2\u00a0строки с причинами" in page
    with schools.inside(school.pk):
        assert Order.objects.count() == 2


@pytest.mark.slow
def test_rejected_rows_are_downloaded_and_opened_by_reason(
    client_of: tuple[Client, School],
) -> None:
    client, school = client_of
    run_id = decide(client, upload(client, orders(ROW, BAD_DATE)))
    carry_out(school, run_id)

    file = client.get(f"/imports/{run_id}/rejects.csv")
    opened = client.get(f"/imports/{run_id}/rejects/?code=bad_date").text

    text = b"".join(file.streaming_content).decode()  # type: ignore[attr-defined]
    assert text.splitlines()[1].startswith("3,Дата создания,")
    assert "31.02.2026" in opened


@pytest.mark.slow
def test_the_second_run_says_that_nothing_is_new(client_of: tuple[Client, School]) -> None:
    client, school = client_of
    carry_out(school, decide(client, upload(client, orders(ROW))))

    again = decide(client, upload(client, orders(ROW)))
    carry_out(school, again)

    assert "Всё уже загружено. Новых строк нет." in client.get(f"/imports/{again}/").text


@pytest.mark.slow
def test_a_check_writes_nothing_and_can_be_made_real(client_of: tuple[Client, School]) -> None:
    client, school = client_of
    checked = decide(client, upload(client, orders(ROW)), do="check")
    carry_out(school, checked)

    page = client.get(f"/imports/{checked}/").text
    with schools.inside(school.pk):
        assert Order.objects.count() == 0
    assert "Проверили: 1\u00a0заказ можно загрузить" in page
    assert "Ничего не записано." in page

    response = client.post(f"/imports/{checked}/repeat/")
    carry_out(school, int(response.headers["Location"].strip("/").split("/")[-1]))
    with schools.inside(school.pk):
        assert Order.objects.count() == 1


@pytest.mark.slow
def test_decided_columns_are_remembered_for_the_next_file(
    client_of: tuple[Client, School],
) -> None:
    client, school = client_of
    decide(
        client,
        upload(client, orders(ROW)),
        remember_as="Заказы школы",
        **{"column:Вторая волна": "ignore"},
    )

    page = client.get(upload(client, orders(ROW))).text

    assert "колонки как «Заказы школы»" in page
    with schools.inside(school.pk):
        assert ImportProfile.objects.get().mapping == {"Вторая волна": "ignore"}


@pytest.mark.slow
def test_a_chosen_encoding_is_remembered_with_the_columns(
    client_of: tuple[Client, School],
) -> None:
    client, school = client_of
    meant = {"column:Кто": "email", "column:Где": "city"}
    text = "Кто;Где\nn@example.org;Казань\n"
    strange = SimpleUploadedFile("a.csv", text.encode("windows-1251"))
    address = f"{upload(client, strange)}&kind=getcourse-users&encoding=windows-1251"
    decide(client, address, remember_as="Наши", **meant)

    again = SimpleUploadedFile("b.csv", (text + "m@example.org;Томск\n").encode("windows-1251"))
    run_id = decide(client, f"{upload(client, again)}&kind=getcourse-users", **meant)
    carry_out(school, run_id)

    with schools.inside(school.pk):
        assert ImportRun.objects.get(pk=run_id).encoding == "windows-1251"
        assert ImportRun.objects.get(pk=run_id).tally.rows == 2


@pytest.mark.slow
def test_progress_becomes_the_result_in_its_place(client_of: tuple[Client, School]) -> None:
    client, school = client_of
    run_id = decide(client, upload(client, orders(ROW)))
    ask = {"HX-Request": "true"}

    going = client.get(f"/imports/{run_id}/progress/", headers=ask)
    carry_out(school, run_id)
    over = client.get(f"/imports/{run_id}/progress/", headers=ask)

    assert going.headers["HX-Retarget"] == "#job"
    assert over.headers["HX-Retarget"] == "#import"
    assert over.text.strip().startswith('<div id="import">')
    assert "заказ на месте" in over.text


@pytest.mark.slow
def test_an_interrupted_run_tells_its_row_and_goes_on(client_of: tuple[Client, School]) -> None:
    client, school = client_of
    run_id = decide(client, upload(client, orders(ROW)))
    with schools.inside(school.pk):
        ImportRun.objects.update(
            state="running", started_at="2026-11-01T10:00Z", position=2, created=8240
        )

    page = client.get(f"/imports/{run_id}/").text
    response = client.post(f"/imports/{run_id}/continuation/")

    assert "Загрузка прервалась на строке 8\u00a0240" in page
    assert "Продолжить с этого места" in page
    assert response.status_code == 302


@pytest.mark.slow
def test_a_run_is_stopped_and_what_is_loaded_stays(client_of: tuple[Client, School]) -> None:
    client, school = client_of
    run_id = decide(client, upload(client, orders(ROW)))

    client.post(f"/imports/{run_id}/cancellation/")
    carry_out(school, run_id)

    assert "Остановлено: 0\u00a0заказов на месте" in client.get(f"/imports/{run_id}/").text


@pytest.mark.slow
def test_the_result_tells_what_changed_in_the_figures(client_of: tuple[Client, School]) -> None:
    from django.utils import timezone

    client, school = client_of
    run_id = decide(client, upload(client, orders(ROW, FREE)))
    carry_out(school, run_id)

    early = client.get(f"/imports/{run_id}/figures/").text
    catch_up(now=timezone.now())
    page = client.get(f"/imports/{run_id}/figures/").text

    assert "Пересчитываем после загрузки" in early
    assert "12\u00a0900\u00a0₽" in page
    assert "0,0%" in page or "0%" in page
    assert "не считаются продажами" in page


def test_the_cost_of_the_list_does_not_grow(client: Client, head: Staff, school: School) -> None:
    _make_run(school, head, 0)
    short = cost_of(client, "/imports/")

    for number in range(1, 30):
        _make_run(school, head, number)

    assert cost_of(client, "/imports/") == short


def test_no_upload_leaves_a_temporary_file_behind(client: Client, head: Staff) -> None:
    from django.conf import settings

    upload(client, orders())

    assert list(Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir()) == []


def _workbook(*rows: list[str]) -> SimpleUploadedFile:
    written = BytesIO()
    book = Workbook(written)
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return SimpleUploadedFile("orders.xlsx", written.getvalue())


def _make_run(school: School, by: Staff, number: int) -> ImportRun:
    return ImportRun.objects.create(
        school=school,
        kind="events",
        file_name=f"{number}.csv",
        path="x",
        digest=str(number),
        size_bytes=1,
        started_by=f"staff:{by.pk}",
        created_at="2026-11-02T10:00Z",
    )
