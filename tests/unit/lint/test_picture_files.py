"""What may be a picture: four types by what they are, bounded in size, and drawings that only draw."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbook.lint.picture_files import data_fault, file_problem, form_of
from deskbook.lint.svg import MAX_DEPTH, MAX_USES, svg_fault
from deskbook.model.picture import MAX_PICTURE, NAME_PATTERN, Picture
from tests.fakes.pictures import JPEG_HEAD, SVG, WEBP_HEAD, png


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("return-label.png", png()),
        ("a.jpg", JPEG_HEAD),
        ("a.jpeg", JPEG_HEAD),
        ("a_1.webp", WEBP_HEAD),
        ("flow.v2.svg", SVG),
        ("b.svg", b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- drawn by us -->' + SVG),
    ],
)
def test_pictures_of_every_type_are_taken(name: str, data: bytes) -> None:
    assert file_problem(Picture(name, data)) is None


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("退货.png", png(), "picture-name"),
        ("Return.png", png(), "picture-name"),
        ("con.png", png(), "picture-name"),
        (".hidden.png", png(), "picture-name"),
        ("notes.psd", png(), "picture-name"),
        ("a.png", b"", "picture-type"),
        ("a.png", b"GIF89a", "picture-type"),
        ("a.png", JPEG_HEAD, "picture-type"),
        ("a.jpg", SVG, "picture-type"),
        ("a.png", png() + b"\0" * MAX_PICTURE, "picture-size"),
        ("a.svg", SVG.replace(b"<rect", b"<script/><rect"), "picture-unsafe"),
    ],
)
def test_others_are_refused_with_place_and_remedy(name: str, data: bytes, code: str) -> None:
    problem = file_problem(Picture(name, data))
    assert problem is not None
    assert (problem.code, problem.place) == (code, f"pictures/{name}")
    assert str(problem.remedy)


def _svg(inside: str, attributes: str = "") -> bytes:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {attributes}>'
        f"{inside}</svg>"
    ).encode()


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        "<x:script xmlns:x='http://www.w3.org/2000/svg'/>",
        "<SCRIPT/>",
        "<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>a</p></foreignObject>",
        "<rect onclick='a()'/>",
        "<rect ONLOAD='a()'/>",
        "<image href='https://example.com/a.png'/>",
        "<image xlink:href='../secret.png'/>",
        "<image href='file:///etc/passwd'/>",
        "<image href='data:image/svg+xml;base64,PHN2Zy8+'/>",
        "<a href='https://example.com'><rect/></a>",
        "<a href=' JavaScript:alert(1)'><rect/></a>",
        "<rect style='fill:url(https://example.com/a)'/>",
        "<rect fill='url( \"//example.com/a#b\")'/>",
        "<rect style='fill:u\\72l(https://example.com/a)'/>",
        "<style>@import 'https://example.com/a.css';</style>",
        "<style>rect{fill:ur<!-- torn -->l(https://example.com/a)}</style>",
        "<style>@\\69mport 'a'</style>",
        "<set attributeName='href' to='javascript:a()'/>",
        "<animate attributeName='x'/>",
        "<rect",
    ],
)
def test_an_svg_that_does_more_than_draw_is_refused(inside: str) -> None:
    assert svg_fault(_svg(inside)) is not None


@pytest.mark.parametrize(
    "data",
    [
        b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><svg>&b;</svg>',
        b'<!DOCTYPE svg SYSTEM "https://example.com/a.dtd"><svg/>',
        b'<?xml-stylesheet href="https://example.com/a.css"?><svg/>',
        b"<html><svg/></html>",
        b'<?xml version="1.0" encoding="nonsense"?><svg/>',
        b"<svg>\xff\xfe</svg>",
        b"",
    ],
)
def test_a_file_that_is_more_or_less_than_an_svg_is_refused(data: bytes) -> None:
    assert svg_fault(data) is not None


@pytest.mark.parametrize(
    "inside",
    [
        "<rect x='1' style='fill:#123;stroke:none' id='a'/><text>退货地址 onclick url</text>",
        "<defs><linearGradient id='g'/><g id='a'><rect/></g></defs><use xlink:href='#a'/><use href='#a'/>",
        "<rect fill='url(#g)'/><rect style=\"fill:url('#g')\"/>",
        "<style>rect{fill:url(#g)} .a{color:#fff}</style>",
        "<image href='data:image/png;base64,iVBORw0KGgo='/>",
        "<a href='#a'><rect/></a>",
    ],
)
def test_an_svg_that_only_draws_is_taken(inside: str) -> None:
    assert svg_fault(_svg(inside)) is None


def test_parts_cannot_multiply_each_other() -> None:
    bomb = "".join(f"<g id='a{n}'><use href='#a{n - 1}'/><use href='#a{n - 1}'/></g>" for n in range(1, 40))
    assert svg_fault(_svg(f"<g id='a0'><rect/></g>{bomb}")) is not None
    assert svg_fault(_svg("<g id='a'><use href='#a'/></g>")) is not None
    assert svg_fault(_svg("<use href='#a'/>" * MAX_USES)) is None
    assert svg_fault(_svg("<use href='#a'/>" * (MAX_USES + 1))) is not None


def test_parts_are_not_nested_without_end() -> None:
    depth = MAX_DEPTH - 1
    assert svg_fault(_svg("<g>" * depth + "</g>" * depth)) is None
    assert svg_fault(_svg("<g>" * 300_000)) is not None


@given(st.binary(max_size=200) | st.binary(max_size=200).map(lambda data: b"<svg>" + data))
def test_no_bytes_whatever_break_the_check(data: bytes) -> None:
    fault = data_fault(data)
    assert fault is not None or form_of(data) in {"png", "jpg", "webp", "svg"}


@given(st.from_regex(NAME_PATTERN, fullmatch=True))
def test_a_name_that_is_taken_leads_nowhere_else(name: str) -> None:
    assert "/" not in name
    assert not name.startswith(".")
    assert name == name.lower()
