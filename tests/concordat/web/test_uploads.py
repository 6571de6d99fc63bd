"""Uploads: a person's own document: read, held against a text, seen by nobody else through any channel, and gone when it is deleted."""

from __future__ import annotations

import gzip
import json
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import httpx
import pytest
from lxml import html

from concordat.compatibility import rows
from concordat.graph import layers
from concordat.graph.store import open_store
from concordat.web.limits import Limits
from concordat.web.service import Service
from concordat.web.tokens import add, read
from concordat.web.wording import words

from .conftest import running, text

EN, FR = words()["en"], words()["fr"]
DRAFT = b"""##Draft

####Convention on Quokka Preservation

### CHAPTER III

### Article  29

1 Each Party shall preserve the quokka data for at least ninety days.

2 Each Party shall remember that the quokkas are small and live upon an island, unless the Parties agree otherwise.

3 Each Party may refuse a request under Article 99.
"""
SHA = sha256(DRAFT).hexdigest()
WORD = "quokka"
LIMITS = Limits(seconds=5.0, rows=2000, memory=2048, body=20_000, workers=2, waiting=50, document=200_000, examination=60.0, documents=3)


@dataclass(frozen=True, slots=True)
class Uploading:
    """A server that two people send documents to, with their tokens, its state, and the folder of the store."""

    address: str
    service: Service
    folder: Path
    jane: str
    john: str

    def client(self, token: str = "") -> httpx.Client:
        headers = {"Accept": "text/html", **({"Authorization": f"Bearer {token}"} if token else {})}
        return httpx.Client(base_url=self.address, timeout=60, headers=headers)

    def send(self, client: httpx.Client, data: bytes = DRAFT, *, name: str = "draft.md", **fields: str) -> httpx.Response:
        return client.post("/uploads?lang=en", files={"document": (name, data)}, data={"against": "treaties", **fields})

    def kept(self) -> list[Path]:
        return [path for path in self.folder.with_name("store.uploads").rglob("*") if path.is_file()]


@pytest.fixture(scope="module")
def uploading(stored: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Uploading]:
    home = tmp_path_factory.mktemp("uploading")
    folder = Path(shutil.copytree(stored, home / "store"))
    jane, john = add(home / "tokens", "Jane Reader"), add(home / "tokens", "John Second")
    with running(str(folder), limits=LIMITS, tokens=read(home / "tokens")) as (address, service):
        yield Uploading(address, service, folder, jane, john)


@pytest.fixture(scope="module")
def examined(uploading: Uploading) -> str:
    """The address of a document that Jane sent, which was examined."""
    with uploading.client(uploading.jane) as client:
        answer = uploading.send(client)
        assert answer.status_code == 303, answer.text
        return waited(client, answer.headers["location"])


def waited(client: httpx.Client, address: str) -> str:
    """Return the address of a document once it is examined and its reports are written."""
    end = time.monotonic() + 60
    while (found := client.get(address)).headers.get("refresh") or EN["upload-files-later"] in found.text:
        assert time.monotonic() < end, found.text
        time.sleep(0.1)
    return address.partition("?")[0]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_its_owner_is_told_what_was_read_what_was_not_and_what_was_found(uploading: Uploading, examined: str, lang: str) -> None:
    told = words()[lang]
    with uploading.client(uploading.jane) as client:
        answer = client.get(examined, params={"lang": lang})
        page = html.document_fromstring(answer.text)
        shown = text(page)
        assert answer.headers["cache-control"] == "private, no-store"
        assert page.xpath("//script | //style | //@style") == []
        for part in ("machine-read", "upload-read", "upload-unread-what", "unread-always", "upload-found"):
            assert told[part] in shown
        assert "draft.md" in shown
        # the remark on islands is no norm that is known, and there is no Article 99
        assert told["unread-silent"].partition("}")[2][:20] in shown or told["unread-incomparable"].partition("}")[2][:20] in shown
        found = page.xpath("//ul[@class='findings']//a/@href")
        assert found
        one = html.document_fromstring(client.get(found[0]).text)
        assert told["machine-read"] in text(one)
        assert WORD in text(one)
        assert one.xpath(f"//a[starts-with(@href, '{examined}/text')]")
        assert one.xpath("//a[starts-with(@href, '/id/treaty/1/1.html')]")
        whole = client.get(f"{examined}/text", params={"lang": lang})
        assert "live upon an island" in whole.text
        # a norm is never shown without what it is limited by
        assert {"en": "; exception: agreed otherwise; ", "fr": " ; exception : accord contraire ; "}[lang] in text(html.document_fromstring(whole.text))


def test_the_findings_are_those_of_the_norms_that_were_read(uploading: Uploading, examined: str) -> None:
    held = uploading.service.shelf.listed("Jane Reader")[0].record
    assert held is not None
    by_sides = {(f["left"][0], f["right"][0], f["question"]): f for f in held["findings"]}
    kept = next(f for key, f in by_sides.items() if key[0].endswith("/29/al-1") and key[1:] == ("treaty:1/1", "delivers"))
    assert (kept["verdict"], kept["confidence"]) == ("conditional", "read-by-machine")
    assert held["norms"] >= 2
    assert {each["surface"] for each in held["lost"]} == {"Article 99"}


def test_how_a_finding_was_reached_is_told_in_the_language_of_the_page(uploading: Uploading, examined: str) -> None:
    upload = uploading.service.shelf.listed("Jane Reader")[0]
    held = upload.record
    assert held is not None
    assert all({"en", "fr"} == each["lacking"].keys() for each in held["findings"])
    number = next(place for place, each in enumerate(held["findings"]) if each["rule"])
    before, row = (upload.folder / "record.json").read_bytes(), held["findings"][number]["rule"]
    held["findings"][number]["lacking"] = {"en": ["a ground that protects data"], "fr": ["un motif qui protège les données"]}
    (upload.folder / "record.json").write_text(json.dumps(held), encoding="utf-8")
    try:
        with uploading.client(uploading.jane) as client:
            page = text(html.document_fromstring(client.get(f"{examined}/finding", params={"n": str(number), "lang": "fr"}).text))
    finally:
        (upload.folder / "record.json").write_bytes(before)
    label = next(each.label["fr"] for each in rows() if str(each.iri).endswith(f"/id/{row}"))
    assert "un motif qui protège les données" in page
    assert label in page


@pytest.mark.parametrize("form", ["html", "csv", "xlsx", "docx"])
def test_the_findings_can_be_taken_along(uploading: Uploading, examined: str, form: str) -> None:
    with uploading.client(uploading.jane) as client:
        answer = client.get(f"{examined}/report", params={"format": form, "lang": "fr"})
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "private, no-store"
        assert len(answer.content) > 500


def test_the_note_on_a_finding_has_the_words_of_both(uploading: Uploading, examined: str) -> None:
    with uploading.client(uploading.jane) as client:
        answer = client.get(f"{examined}/note", params={"n": "0", "format": "html", "lang": "en"})
        assert answer.status_code == 200
        assert WORD in answer.text
        assert client.get(f"{examined}/note", params={"n": "9999", "format": "html"}).status_code == 404


PRIVATE = ["", "/text", "/finding?n=0", "/note?n=0&format=html", "/report?format=html"]


@pytest.mark.parametrize("path", PRIVATE)
def test_nobody_else_sees_it(uploading: Uploading, examined: str, path: str) -> None:
    with uploading.client() as stranger, uploading.client(uploading.john) as other:
        for client, status in ((stranger, 401), (other, 404)):
            answer = client.get(f"{examined}{path}")
            assert answer.status_code == status
            assert WORD not in answer.text.lower()
            assert "draft.md" not in answer.text


def test_nobody_else_changes_it(uploading: Uploading, examined: str) -> None:
    with uploading.client() as stranger, uploading.client(uploading.john) as other, uploading.client(uploading.jane) as owner:
        for action in ("delete", "again"):
            assert stranger.post(f"{examined}/{action}", data={"against": "mandate"}).status_code == 401
            assert other.post(f"{examined}/{action}", data={"against": "mandate"}).status_code == 404
            assert owner.post(f"{examined}/{action}", data={"against": "mandate"}, headers={"Origin": "https://elsewhere.example"}).status_code == 403
        assert owner.get(examined).status_code == 200
        assert "draft.md" not in other.get("/uploads").text
        assert "draft.md" not in stranger.get("/uploads").text


EVERYTHING = "SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
CHANNELS = [
    "/", "/?q=quokka", "/?q=draft", f"/?q={SHA}", "/matrix", "/defects", "/compare", "/dataset", "/.well-known/void", "/openapi.json", "/queries/instruments.json",
    "/queries/norms.json?provision=budapest:29/1", "/data?default", "/graph/findings", "/graph/inferred", "/context.jsonld", "/editor/terms.json",
    f"/id/document/{SHA}.ttl", f"/id/document/{SHA}.html", f"/id/norm/document/{SHA}/29/1/1.ttl", f"/graph/document/{SHA}", f"/graph/extracted/{SHA}",
    f"/report?text=document:{SHA}&against=law&format=csv", f"/note?left=document:{SHA}:29/1&right=treaty:1/1&format=html",
]  # fmt: skip


@pytest.mark.parametrize("who", ["stranger", "other"])
@pytest.mark.parametrize("address", CHANNELS)
def test_no_public_address_shows_it(uploading: Uploading, examined: str, address: str, who: str) -> None:
    with uploading.client(uploading.john if who == "other" else "") as client:
        told = client.get(address, headers={"Accept": "*/*"}).text.replace(address, "").lower()
        for asked in ("q=quokka", "“quokka”", 'value="quokka"', "quokka</title>", "quokka · "):
            told = told.replace(asked, "")
        assert [word for word in (WORD, "draft.md", "upon an island") if word in told] == []


@pytest.mark.parametrize("media", ["text/csv", "application/sparql-results+json"])
def test_no_query_reaches_it(uploading: Uploading, examined: str, media: str) -> None:
    query = f'SELECT * {{ {{ ?s ?p ?o }} UNION {{ GRAPH ?g {{ ?s ?p ?o }} }} FILTER(CONTAINS(LCASE(STR(?o)), "{WORD}") || CONTAINS(STR(?s), "{SHA}")) }}'
    with uploading.client() as client:
        told = client.get("/sparql", params={"query": query}, headers={"Accept": media}).text
    assert SHA not in told
    assert "island" not in told


@pytest.mark.parametrize("form", ["nt", "nq", "trig", "jsonld"])
def test_no_dump_holds_it(uploading: Uploading, examined: str, form: str) -> None:
    with uploading.client() as client:
        told = gzip.decompress(client.get(f"/dumps/concordat.{form}.gz").content).decode().lower()
    assert [word for word in (WORD, SHA, "upon an island") if word in told] == []


def test_the_store_itself_knows_nothing_of_it(uploading: Uploading, examined: str) -> None:
    with open_store(uploading.folder) as store:
        assert layers.document(SHA) not in store.graph_names()
        assert layers.extracted(SHA) not in store.graph_names()
    assert [path for path in uploading.folder.rglob("*") if path.is_file() and b"quokka" in path.read_bytes()] == []


def test_on_the_disk_only_the_server_may_read_it(uploading: Uploading, examined: str) -> None:
    owner = uploading.service.shelf.listed("Jane Reader")[0].folder
    assert [each.stat().st_mode & 0o077 for each in (owner, owner.parent, owner.parent.parent)] == [0, 0, 0]


def test_deleting_takes_file_text_and_findings_away(uploading: Uploading) -> None:
    with uploading.client(uploading.john) as client:
        before = set(uploading.kept())
        place = uploading.send(client).headers["location"].partition("?")[0]
        assert set(uploading.kept()) - before
        # it is still being examined: the process ends with it
        assert client.get(place).headers["refresh"] == "3"
        assert "refresh" not in client.get(f"{place}?still=1").headers
        answer = client.post(f"{place}/delete?lang=en")
        assert answer.status_code == 303
        assert EN["uploads-gone"] in client.get(answer.headers["location"]).text
        assert set(uploading.kept()) == before
        assert client.get(place).status_code == 404
        assert uploading.service.examiner.running == 0


@pytest.mark.parametrize(
    ("name", "data", "fields", "status", "told"),
    [
        pytest.param("a.bin", b"PK\x00\x01\x02\x03" * 99, {}, 422, "Binary data", id="binary"),
        pytest.param("../../secret/a.txt", b"Nothing but words, and no article.", {}, 422, "Save the document as text, DOCX", id="no-structure"),
        pytest.param("a.md", b"", {}, 422, EN["upload-none"], id="empty"),
        pytest.param("a.md", DRAFT, {"against": "/etc/passwd"}, 422, EN["upload-right"], id="against-nothing"),
        pytest.param("a.md", b"x" * 300_000, {}, 413, "MiB", id="too-long"),
    ],
)
def test_a_file_that_is_not_taken_leaves_nothing(
    uploading: Uploading, name: str, data: bytes, fields: dict[str, str], status: int, told: str
) -> None:
    before = set(uploading.kept())
    with uploading.client(uploading.john) as client:
        answer = uploading.send(client, data, name=name, **fields)
        assert (answer.status_code, told in answer.text) == (status, True)
        assert str(uploading.folder.parent) not in answer.text
        assert len(html.document_fromstring(answer.text).xpath("//*[@role='alert']")) == (status != 413)
    assert set(uploading.kept()) == before


def test_what_is_no_form_is_refused(uploading: Uploading) -> None:
    with uploading.client(uploading.john) as client:
        assert client.post("/uploads", data={"against": "mandate"}).status_code == 415
        cut = {"Content-Type": "multipart/form-data; boundary=x"}
        assert client.post("/uploads", content=b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n1", headers=cut).status_code == 400
        assert client.post("/uploads", files={"document": ("a", b"x")}, headers={"Origin": "null"}).status_code == 403
    with uploading.client() as stranger:
        answer = uploading.send(stranger, token="wrong")
        assert (answer.status_code, EN["upload-token"] in answer.text) == (401, True)


def test_signed_in_with_a_form_one_stays_so(uploading: Uploading) -> None:
    with uploading.client() as client:
        assert client.post("/sign-in", data={"token": uploading.john, "back": "/uploads?lang=fr"}).headers["location"] == "/uploads?lang=fr"
        assert FR["uploads-yours"] in client.get("/uploads?lang=fr").text


def test_without_tokens_nobody_sends_and_the_page_says_so(client: httpx.Client) -> None:
    found = client.get("/uploads?lang=en", headers={"Accept": "text/html"})
    assert EN["uploads-off"] in found.text
    assert html.document_fromstring(found.text).xpath("//form[@method='post']") == []
    assert client.post("/uploads", files={"document": ("a.md", DRAFT)}, data={"against": "treaties"}).status_code == 403
    assert client.get(f"/uploads/{'0' * 32}").status_code == 401


def test_an_examination_ends_at_its_time_while_the_server_answers(stored: Path, tmp_path: Path) -> None:
    token = add(tmp_path / "tokens", "Jane Reader")
    folder = Path(shutil.copytree(stored, tmp_path / "store"))
    with (
        running(str(folder), limits=Limits(examination=0.05, memory=2048, documents=1), tokens=read(tmp_path / "tokens")) as (address, service),
        httpx.Client(base_url=address, timeout=20, headers={"Authorization": f"Bearer {token}", "Accept": "text/html"}) as client,
    ):
        files = {"document": ("draft.md", DRAFT)}
        began = time.monotonic()
        answer = client.post("/uploads?lang=en", files=files, data={"against": "treaties"})
        assert time.monotonic() - began < 4
        assert EN["upload-time"].format(seconds=0)[:20] in client.get(answer.headers["location"]).text
        assert service.examiner.running == 0
        assert client.post("/uploads?lang=en", files=files, data={"against": "treaties"}).status_code == 409
        # what has lain too long is taken away
        held = service.shelf.listed("Jane Reader")[0]
        about = json.loads((held.folder / "about.json").read_text())
        (held.folder / "about.json").write_text(json.dumps({**about, "at": "2020-01-01T00:00:00+00:00"}))
        assert [each.key for each in service.shelf.expire(30)] == [held.key]
        assert service.shelf.listed("Jane Reader") == []
