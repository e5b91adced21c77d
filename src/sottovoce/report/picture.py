"""One picture of a run: thought against said over time, beside the scores of both worlds."""

from pathlib import Path

from sottovoce import figures, files
from sottovoce.figures import GREY, INK, PAGE, Spec
from sottovoce.report import charts
from sottovoce.report.facts import from_study
from sottovoce.report.sentences import first, plain
from sottovoce.study.study import Study


def picture(study: Study, path: Path) -> Path:
    """Write the picture as PNG or SVG, by the ending of `path`. Returns the path."""
    spec = drawn(study)
    if Path(path).suffix == ".svg":
        facts = from_study(study)
        return files.save(path, figures.svg(spec, "picture", facts.scenario.label, plain(first(facts))))
    return files.save(path, figures.png(spec))


def drawn(study: Study) -> Spec:
    """The picture as a specification."""
    facts = from_study(study)
    s = facts.scenario
    views = [_part(charts.said(facts).specs[0], "Of 1,000 citizens: who disagrees, who says so")]
    if facts.portraits:
        views.append(
            _part(
                charts.scores(facts).specs[0],
                f"Scores on day {facts.portrait_day}: with (solid), without (dashed, a shadow score)",
            )
        )
    small = (
        f"{s.label[:1].upper()}{s.label[1:]}. Synthetic: everyone is made up by a program. Scenario "
        f"{s.name}, seed {s.seed}, {s.citizens:,} citizens, {s.days} days."
    )
    fonts = {"font": figures.FONT, "subtitleFont": figures.FONT, "fontSize": 19, "subtitleFontSize": 13}
    look = {"anchor": "start", "color": INK, "subtitleColor": GREY, "subtitlePadding": 8, "offset": 26}
    title = plain(first(facts)).replace("; ", ";\n").splitlines()  # one line would be wider than the charts
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": PAGE,
        "padding": 28,
        "title": {"text": title, "subtitle": small, **fonts, **look},
        "hconcat": views,
        "spacing": 60,
        "config": views[0].pop("config"),
    }


def _part(spec: object, title: str) -> Spec:
    """A chart as part of a larger picture, with a title of its own."""
    wide = spec[0] if isinstance(spec, tuple) else spec
    assert isinstance(wide, dict)
    part = {
        key: value
        for key, value in wide.items()
        if key not in ("padding", "autosize", "background", "$schema")
    }
    look = {"anchor": "start", "fontSize": 14, "fontWeight": "normal", "color": GREY, "offset": 14}
    return part | {"title": {"text": title, **look}}
