"""Small figures as inline SVG: the same bytes each time, in the colours of the page around them."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from autograder.verdicts import Curve

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# matplotlib needs colours; the page has its own for light, dark and paper, by these names
_INK, _MUTED, _LINE, _ACCENT, _FAIL = (f"#01020{digit}" for digit in range(3, 8))
_VARIABLES = {
    _INK: "--ink",
    _MUTED: "--muted",
    _LINE: "--line",
    _ACCENT: "--accent",
    _FAIL: "--fail",
}

_CLUTTER = re.compile(r"<metadata>.*?</metadata>|<!--.*?-->|<defs>\s*<style.*?</defs>", re.DOTALL)
_SVG_TAG = re.compile(r'<svg [^>]*?viewBox="([^"]+)"[^>]*>', re.DOTALL)


def curve_plot(curve: Curve) -> Markup:
    """Return the student's function drawn over the reference."""
    x = list(curve.x)
    student = [math.nan if y is None or not math.isfinite(y) else y for y in curve.student]
    figure, axes = _figure(3.6, 2.2, frame=(0.14, 0.2, 0.83, 0.76))
    axes.plot(x, curve.reference, color=_MUTED, linewidth=5, alpha=0.35, solid_capstyle="round")
    axes.plot(x, student, color=_FAIL, linewidth=1.6, dashes=(4, 2))
    low, high = _limits(curve.reference, student)
    axes.set_ylim(low, high)
    axes.set_xlim(x[0], x[-1])
    axes.set_xlabel("x")
    missing = sum(math.isnan(y) for y in student)
    outside = sum(not low <= y <= high for y in student if not math.isnan(y))
    far = max((abs(s - r) for s, r in _pairs(student, curve.reference)), default=math.nan)
    facts = [
        f"The largest difference is {far:.3g}."
        if far == far
        else "Your function gave no number anywhere."
    ]
    if missing and far == far:
        facts.append(f"It gave no number at {missing} of {len(x)} points.")
    if outside:
        facts.append("Where your curve leaves the picture, it is far away.")
    return _svg(
        figure,
        name=f"curve-{curve.function}",
        title=f"{curve.function}: yours dashed, the reference broad and grey",
        description=f"x from {x[0]:g} to {x[-1]:g}. {' '.join(facts)}",
    )


def differs(curve: Curve) -> bool:
    """True if the eye would see two curves, not one."""
    known = [y for y in curve.reference if math.isfinite(y)] or [0.0]
    near = 0.005 * ((max(known) - min(known)) or 1.0)
    return any(
        math.isfinite(right) and (y is None or not abs(y - right) <= near)
        for y, right in zip(curve.student, curve.reference, strict=True)
    )


def histogram(counts: Sequence[int], name: str) -> Markup:
    """Return how many submissions lie in each tenth of the points."""
    figure, axes = _figure(6.4, 2.1, frame=(0.01, 0.13, 0.96, 0.85))
    width = 100 / len(counts)
    left = [position * width for position in range(len(counts))]
    axes.bar(left, counts, width=width * 0.86, align="edge", color=_ACCENT)
    for start, count in zip(left, counts, strict=True):
        if count:
            axes.annotate(
                str(count),
                (start + width * 0.43, count),
                xytext=(0, 3),
                textcoords="offset points",
                ha="center",
                color=_INK,
                fontsize=9,
            )
    axes.set_xlim(-0.5, 100)
    axes.set_ylim(0, max([*counts, 1]) * 1.18)
    axes.set_xticks([0, 20, 40, 60, 80, 100], ["0", "20", "40", "60", "80", "100 %"])
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    spread = ", ".join(
        f"{position * width:.0f} to {(position + 1) * width:.0f} %: {count}"
        for position, count in enumerate(counts)
        if count
    )
    return _svg(
        figure,
        name=f"marks-{name}",
        title="Number of submissions by share of the points",
        description=spread or "No submission could be graded.",
    )


def _figure(
    width: float, height: float, frame: tuple[float, float, float, float]
) -> tuple[Figure, Axes]:
    """Return a figure and its axes; frame has left, bottom, width and height from 0 to 1."""
    import matplotlib  # late: most commands draw nothing
    from matplotlib.figure import Figure

    with matplotlib.rc_context({"svg.fonttype": "none", "font.family": "DejaVu Sans"}):
        figure = Figure(figsize=(width, height))
        axes = figure.add_axes(frame)
    axes.patch.set_visible(False)
    figure.patch.set_visible(False)
    for side, spine in axes.spines.items():
        spine.set_visible(side in ("left", "bottom"))
        spine.set_color(_LINE)
    axes.tick_params(colors=_MUTED, labelcolor=_MUTED, labelsize=9, length=3)
    axes.xaxis.label.set(color=_MUTED, fontsize=9)
    return figure, axes


def _svg(figure: Figure, name: str, title: str, description: str) -> Markup:
    """Return a figure as an SVG element with a title, a description and the page's colours."""
    import matplotlib

    drawn = io.StringIO()
    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": name}):
        figure.savefig(drawn, format="svg", metadata={"Date": None, "Creator": None})
    svg = drawn.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = _CLUTTER.sub("", svg)
    svg = re.sub(r"font: ([\d.]+)px [^;\"]*", r"font-size: \1px", svg)
    svg = re.sub(r"font-family: [^;\"]*", "font-family: inherit", svg)
    svg = re.sub(r' xmlns(:xlink)?="[^"]*"| version="[^"]*"', "", svg)
    svg = svg.replace("xlink:href", "href")
    slug = re.sub(r"\W+", "-", name)
    svg = re.sub(r'\bid="([^"]+)"', rf'id="{slug}-\1"', svg)
    svg = re.sub(r'href="#([^"]+)"', rf'href="#{slug}-\1"', svg)
    svg = re.sub(r"url\(#([^)]+)\)", rf"url(#{slug}-\1)", svg)
    for colour, variable in _VARIABLES.items():
        svg = svg.replace(colour, f"var({variable})")
    svg = re.sub(r"\n\s*", "\n", svg)
    svg = _SVG_TAG.sub(_opening(slug, title, description), svg, count=1)
    return Markup(svg.strip())


def _opening(slug: str, title: str, description: str) -> Callable[[re.Match[str]], str]:
    """Return what puts the page's own opening tag in the place of matplotlib's."""

    def opening(found: re.Match[str]) -> str:
        return (
            f'<svg class="plot" viewBox="{found[1]}" role="img" focusable="false" '
            f'aria-labelledby="{slug}-t {slug}-d"><title id="{slug}-t">{escape(title)}</title>'
            f'<desc id="{slug}-d">{escape(description)}</desc>'
        )

    return opening


def _pairs(student: Sequence[float], reference: Sequence[float]) -> list[tuple[float, float]]:
    return [(s, r) for s, r in zip(student, reference, strict=True) if s == s and r == r]


def _limits(reference: Sequence[float], student: Sequence[float]) -> tuple[float, float]:
    """Return limits that show the reference well and of the student's curve what is near it."""
    known = [y for y in reference if math.isfinite(y)] or [0.0]
    low, high = min(known), max(known)
    reach = (high - low) or 1.0
    near = [y for y in student if math.isfinite(y) and low - reach <= y <= high + reach]
    low, high = min([low, *near]), max([high, *near])
    margin = 0.07 * ((high - low) or 1.0)
    return low - margin, high + margin
