"""The description of the server for programs holds every address, and nothing that is not there."""

from __future__ import annotations

import inspect
import re
from typing import Any

import httpx
import pytest
from starlette.routing import Route

from concordat.catalogue import questions
from concordat.web.app import ROUTES
from concordat.web.limits import Limits
from concordat.web.openapi import LEFT_OUT, document

_READ = re.compile(r'(?:asked|given|query_params|params)\.(?:get|getlist)\("(\w+)"')


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    return document(Limits(), ROUTES)


def test_every_route_is_described_or_left_out_with_a_reason(described: dict[str, Any]) -> None:
    for route in ROUTES:
        path = route.path.replace(":path}", "}")
        if path not in LEFT_OUT:
            methods = {method.lower() for method in route.methods or ()} - {"head"}
            assert methods <= set(described["paths"][path]), path
    assert all(LEFT_OUT.values())
    assert {name.replace(":path}", "}") for name in LEFT_OUT} <= {route.path.replace(":path}", "}") for route in ROUTES}


def test_nothing_else_is_described(described: dict[str, Any]) -> None:
    served = {route.path.replace(":path}", "}") for route in ROUTES} | {f"/queries/{name}" for name in questions()}
    assert set(described["paths"]) <= served


def test_what_a_handler_reads_is_described(described: dict[str, Any]) -> None:
    told = {one["name"] for path in described["paths"].values() for operation in path.values() for one in operation["parameters"]}
    told |= {
        name
        for path in described["paths"].values()
        for operation in path.values()
        for content in operation.get("requestBody", {}).get("content", {}).values()
        for name in content["schema"].get("properties", ())
    }
    routes = [route for route in ROUTES if isinstance(route, Route) and route.path not in LEFT_OUT]
    for module in {inspect.getmodule(route.endpoint) for route in routes}:
        assert module is not None
        read = set(_READ.findall(inspect.getsource(module)))
        # of the form in a browser: an example, and whether to show the plain form
        assert read - told <= {"example", "plain"}, module.__name__


def test_every_operation_says_what_it_does(described: dict[str, Any]) -> None:
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            assert len(operation["summary"]) > 5, (path, method)
            assert operation["responses"], (path, method)
            assert ("security" in operation) == (method != "get" or path.startswith("/uploads")), (path, method)


def test_it_is_served(client: httpx.Client) -> None:
    answer = client.get("/openapi.json")
    assert (answer.status_code, answer.json()["openapi"]) == (200, "3.1.0")
    assert client.get("/openapi.json", headers={"If-None-Match": answer.headers["etag"]}).status_code == 304
