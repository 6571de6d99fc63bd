"""Reviewing on the page of a finding: by people with tokens, a second one another person, safe from other sites, off by default."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from lxml import html

from concordat.web.repeating import Answers
from concordat.web.tokens import add, read
from concordat.web.wording import words

from ..conftest import Ended
from .conftest import running

IRI = "https://w3id.org/concordat/id/finding/delivers/paper/north/1/1--treaty/1/1"
PAGE = "/id/finding/delivers/paper/north/1/1--treaty/1/1.html"
EN = words()["en"]


@dataclass(frozen=True, slots=True)
class Reviewing:
    """A server that two people review on, and their tokens."""

    address: str
    folder: Path
    jane: str
    john: str

    def send(self, client: httpx.Client, **fields: str) -> httpx.Response:
        return client.post("/review?lang=en", data={"finding": IRI, "decision": "accepted", "edition": "Paper, p. 1", **fields})

    def client(self) -> httpx.Client:
        return httpx.Client(base_url=self.address, timeout=20, headers={"Accept": "text/html"})


@pytest.fixture
def reviewing(copied: Path, tmp_path: Path) -> Iterator[Reviewing]:
    jane, john = add(tmp_path / "tokens", "Jane Reader"), add(tmp_path / "tokens", "John Second")
    with running(str(copied), tokens=read(tmp_path / "tokens")) as (address, _):
        yield Reviewing(address, copied, jane, john)


def shown(answer: httpx.Response, part: str = "review") -> str:
    return " ".join(html.document_fromstring(answer.text).get_element_by_id(part).text_content().split())


def test_two_people_confirm_a_finding(reviewing: Reviewing) -> None:
    with reviewing.client() as one, reviewing.client() as other, reviewing.client() as stranger:
        assert EN["review"] in shown(one.get(PAGE))
        answer = reviewing.send(one, token=reviewing.jane, unit="Legal Service", comment="Read <b>twice</b>.")
        assert (answer.status_code, answer.headers["location"]) == (303, f"{PAGE}?lang=en#review")
        cookie = answer.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=strict" in cookie
        seen = shown(one.get(f"{PAGE}?lang=en"))
        for part in ("accepted by one", "Jane Reader", "Legal Service", "Read <b>twice</b>.", "Read: Paper, p. 1.", "You sign as Jane Reader"):
            assert part in seen
        # whoever holds no token learns the state alone
        told = stranger.get(f"{PAGE}?lang=en")
        assert "accepted by one" in shown(told)
        assert [part for part in ("Jane", "Legal Service", "twice", "Paper, p. 1") if part in told.text] == []
        assert "no-store" in told.headers["cache-control"]
        again = reviewing.send(one)
        assert (again.status_code, shown(again, "review-problem")) == (422, EN["review-again"])
        assert reviewing.send(other, token=reviewing.john).status_code == 303
        assert "accepted by two" in shown(stranger.get(PAGE))
        assert reviewing.send(other, decision="rejected").status_code == 303
        assert "disputed" in shown(stranger.get(PAGE))
        note = {"left": "paper:north/1/1", "right": "treaty:1/1", "format": "html"}
        assert "disputed between reviewers" in stranger.get("/note", params=note).text
        assert "Legal Service" not in stranger.get("/note", params=note).text
        assert "Legal Service" in one.get("/note", params=note).text


def test_every_page_follows_the_log_at_once(reviewing: Reviewing, run: Callable[..., Ended]) -> None:
    matrix = "/matrix?text=paper:north&against=law&lang=en"
    with reviewing.client() as one, reviewing.client() as stranger:
        before, search = stranger.get(matrix), stranger.get("/?q=north")
        assert stranger.get(matrix, headers={"If-None-Match": before.headers["etag"]}).status_code == 304
        assert reviewing.send(one, token=reviewing.jane, unit="Legal Service").status_code == 303
        after = stranger.get(matrix, headers={"If-None-Match": before.headers["etag"]})
        assert (after.status_code, "accepted by one" in cells(after), "accepted by one" in cells(before)) == (200, True, False)
        assert "Legal Service" not in after.text
        # what shows no reviews stays what it was
        assert stranger.get("/?q=north", headers={"If-None-Match": search.headers["etag"]}).status_code == 304
        for wanted, there in (("yes", True), ("accepted", True), ("no", False), ("confirmed", False)):
            found = stranger.get(matrix, params={"text": "paper:north", "against": "law", "reviewed": wanted, "lang": "en"})
            assert ("accepted by one" in cells(found)) == there
            rows = stranger.get("/report", params={"text": "paper:north", "against": "law", "reviewed": wanted, "format": "csv"})
            assert (IRI.rpartition("/id/")[2] in rows.text or "accepted by one" in rows.text) == there
        for page in ("/id/paper/north/1/1.html?lang=en", "/compare?left=paper:north&right=treaty&lang=en"):
            assert "accepted by one" in stranger.get(page).text
        done = run("check", "paper:north", "--against", "treaty", "--format", "jsonl", "--store", reviewing.folder)
        assert '"state": "accepted"' in done.out.decode()


class Forgetful(dict[object, object]):
    """What others empty right after one has looked whether something is there."""

    def __contains__(self, key: object) -> bool:
        found = super().__contains__(key)
        self.clear()
        return found


def test_what_is_kept_may_go_at_any_moment(copied: Path, tmp_path: Path) -> None:
    jane = add(tmp_path / "tokens", "Jane Reader")
    with running(str(copied), tokens=read(tmp_path / "tokens")) as (address, service):
        object.__setattr__(service.reading, "reviewed", Forgetful())
        object.__setattr__(service.reading, "pages", Answers(0))
        sending = Reviewing(address, copied, jane, "")
        with sending.client() as one, sending.client() as stranger:
            assert sending.send(one, token=jane).status_code == 303
            for client in (one, stranger, stranger):
                assert client.get("/matrix?text=paper:north&against=law").status_code == 200


def cells(answer: httpx.Response) -> str:
    return " ".join(html.document_fromstring(answer.text).xpath("//td//span[contains(@class, 'seen')]/text()"))


@pytest.mark.parametrize(
    ("fields", "status", "problem"),
    [
        ({"token": "wrong"}, 401, "review-token"),
        ({"token": ""}, 401, "review-token"),
        ({"edition": ""}, 422, "review-edition"),
        ({"decision": "maybe"}, 422, "review-choose"),
        ({"decision": "commented"}, 422, "review-words"),
    ],
)
def test_what_is_not_taken_down_is_told_beside_what_was_written(reviewing: Reviewing, fields: dict[str, str], status: int, problem: str) -> None:
    with reviewing.client() as client:
        answer = reviewing.send(client, **{"token": reviewing.jane, "unit": "Unit B", **fields})
        assert (answer.status_code, shown(answer, "review-problem")) == (status, EN[problem])
        assert html.document_fromstring(answer.text).xpath("string(//input[@name='unit']/@value)") == "Unit B"
        assert reviewing.jane not in answer.text
        assert EN["review"] in shown(client.get(f"{PAGE}?lang=en"))


@pytest.mark.parametrize("path", ["/review", "/sign-in", "/sign-out"])
@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null"])
def test_no_other_site_sends_a_form(reviewing: Reviewing, path: str, origin: str) -> None:
    with reviewing.client() as client:
        fields = {"finding": IRI, "decision": "rejected", "token": reviewing.jane}
        assert client.post(path, data=fields, headers={"Origin": origin}).status_code == 403
        assert EN["review"] in shown(client.get(f"{PAGE}?lang=en"))


def test_signing_in_shows_who_decided_and_leads_nowhere_else(reviewing: Reviewing) -> None:
    with reviewing.client() as one, reviewing.client() as other:
        reviewing.send(one, token=reviewing.jane)
        assert other.post("/sign-in", data={"token": "wrong", "back": PAGE}).status_code == 401
        assert other.post("/sign-in", data={"token": reviewing.john, "back": "//elsewhere.example"}).headers["location"] == "/"
        assert "Jane Reader" in shown(other.get(PAGE))
        assert other.post("/sign-out", data={"back": PAGE}).headers["location"] == PAGE
        assert "Jane Reader" not in other.get(PAGE).text


def test_a_finding_that_is_not_there_is_not_reviewed(reviewing: Reviewing) -> None:
    with reviewing.client() as client:
        assert reviewing.send(client, token=reviewing.jane, finding=f"{IRI}x").status_code == 404


def test_without_tokens_nobody_reviews_and_the_page_says_so(client: httpx.Client) -> None:
    found = client.get(f"{PAGE}?lang=en", headers={"Accept": "text/html"})
    assert EN["review-off"] in shown(found)
    assert html.document_fromstring(found.text).xpath("//form[@method='post']") == []
    assert client.post("/review", data={"finding": IRI, "decision": "rejected", "token": "x"}).status_code == 403
    assert client.post("/sign-in", data={"token": "x"}).status_code == 403


def test_a_form_is_no_place_for_more(reviewing: Reviewing) -> None:
    with reviewing.client() as client:
        assert reviewing.send(client, token=reviewing.jane, comment="x" * 70_000).status_code == 413
        assert client.post("/review", json={"finding": IRI}).status_code == 415
