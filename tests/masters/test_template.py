"""The closed language of master text: what it lets through, and everything it refuses."""

from __future__ import annotations

import pytest

from dpsdocs.masters.template import TemplateError, compile_line, compile_text


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__ }}",
        "{{ x.y }}",
        "{{ x() }}",
        "{{ 7*7 }}",
        "{{ x[0] }}",
        "{{ config }}{{ x | safe }}",
        "{% for x in y %}{% endfor %}",
        "{% set x = 1 %}",
        "{% include 'x' %}",
        "{% import 'x' as y %}",
        "{% macro m() %}{% endmacro %}",
        "{% if x.y %}a{% endif %}",
        "{% if f() %}a{% endif %}",
        "{% if a %}uten slutt",
        "{% endif %}",
        "{% if a %}{% if b %}x{% endif %}{% endif %}",
        "{{ x ",
        "x }}",
        "{% if",
        "{{ 'ord' | fyll }}",
        '{{ "ord" }}',
        '{{ "ord" | kr }}',
        "{{ x | fyll }}",
        "{{ x | attr }}",
        '{{ "a" | fyll | uke }}',
        "\ue000tegn",
        "{{ Stor }}",
        "{{ _skjult }}",
        "{{ x" + "y" * 80 + " }}",
        "- {% if a %}en\n- to{% endif %}",
    ],
)
def test_everything_outside_the_language_is_refused(text: str) -> None:
    with pytest.raises(TemplateError):
        compile_text(text)


def test_fields_and_conditions_become_marks() -> None:
    template = compile_text('Sum: {{ value | kr }}{% if a == 1 %}, se punkt {{ "om" | punkt }}{% endif %}.')
    assert [f.name or f.literal for f in template.fields] == ["value", "om"]
    assert [c.source for c in template.conditions] == ["a == 1"]


def test_row_fields_only_in_rows() -> None:
    assert compile_line("{name:tall}", row=True).fields[0].filters == ("tall",)
    assert compile_line("{name}").fields == ()
    with pytest.raises(TemplateError):
        compile_line("{name:eval}", row=True)
