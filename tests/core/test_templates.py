"""What filters of templates make of texts."""

from __future__ import annotations

from lagesbild.core.web.jinja import days_whole, environment


def test_a_date_is_kept_on_one_line_and_the_rest_is_escaped() -> None:
    whole = '<b>Senast <span class="nowrap">2027-01-20</span>'
    assert days_whole("<b>Senast 2027-01-20") == whole.replace("<b>", "&lt;b&gt;")
    assert days_whole("KS 2026/118, dnr 12026-01-205") == "KS 2026/118, dnr 12026-01-205"


def test_what_is_cut_ends_in_an_ellipsis_between_words() -> None:
    made = environment(autoescape=True)
    assert made.from_string("{{ text|truncate(20) }}").render(text="Vägen vid gångtunneln är upplyst") == "Vägen vid…"
    assert made.from_string("{{ text|truncate(20) }}").render(text="Vägen är upplyst, och trygg") == "Vägen är upplyst…"
    assert made.from_string("{{ text|truncate(20) }}").render(text="Vägen") == "Vägen"


def test_a_number_that_chooses_the_form_of_a_text_is_written_as_every_other_number() -> None:
    made = environment(autoescape=True)
    text = "{{ ngettext('%(num)s row of %(what)s', '%(num)s rows of %(what)s', n, what=what) }}"
    asked = made.from_string(text)
    assert asked.render(n=7626, what="<i>") == "7\N{NO-BREAK SPACE}626 rows of &lt;i&gt;"
    assert asked.render(n=1, what="x") == "1 row of x"
