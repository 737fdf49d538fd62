import re

import matplotlib.pyplot as plt
import pytest

from nblib.page import palette, plots


@pytest.fixture
def fig():
    fig, ax = plots.figure()
    ax.plot([0, 1], [0, 1], color=plots.BLUE)
    ax.set_xlabel("step")
    yield fig
    plt.close("all")


@pytest.mark.parametrize("alt", ["", "  ", "loss", None, 3])
def test_a_figure_without_a_description_is_refused(fig, alt):
    with pytest.raises(ValueError, match="alt text"):
        plots.show(fig, alt=alt)


def test_show_takes_figures_only():
    with pytest.raises(TypeError, match="got list"):
        plots.show([1], alt="a list that is no figure")


def test_a_shown_figure_is_an_image_with_a_name_and_is_closed(fig):
    markup = plots.show(fig, alt='A line from "0" to 1 & back')._repr_html_()
    assert markup.startswith(
        '<svg role="img" aria-label="A line from &quot;0&quot; to 1 &amp; back"'
    )
    assert not plt.fignum_exists(fig.number)


def test_the_image_takes_its_colors_from_the_page_and_touches_nothing_else_on_it(fig):
    svg = plots.show(fig, alt="a line from zero to one").svg
    assert f"var(--nb-blue, {plots.BLUE})" in svg and "var(--nb-ink, currentColor)" in svg
    assert not re.search(r"(?<!, )(?<!url\()(?<!href=.)#[0-9a-f]{6}", svg), (
        "a color that would not follow the theme"
    )
    assert "<style" not in svg and "<metadata" not in svg


def test_ids_of_two_figures_on_a_page_differ(fig):
    other, ax = plots.figure()
    ax.plot([1, 0], [0, 3])
    ids = [
        set(re.findall(r' id="([^"]+)"', plots.show(f, alt="a line that is straight").svg))
        for f in (fig, other)
    ]
    assert ids[0] and not ids[0] & ids[1]


def test_references_within_an_image_resolve(fig):
    svg = plots.show(fig, alt="a line from zero to one").svg
    assert set(re.findall(r'(?:url\(#|href="#)([^)"]+)', svg)) <= set(
        re.findall(r' id="([^"]+)"', svg)
    )


def test_the_same_figure_gives_the_same_bytes():
    def draw():
        fig, ax = plots.figure()
        ax.plot([3, 1, 2])
        return plots.show(fig, alt="a line that falls and rises").svg

    assert draw() == draw()


def contrast(a, b):
    def luminance(color):
        channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_color_of_the_palette_can_be_read_as_text(theme):
    colors = palette.PALETTE[theme]
    for name in ("ink", "muted", *palette.CYCLE):
        for ground in ("paper", "panel"):
            assert contrast(colors[name], colors[ground]) >= 4.5, f"{name} on {ground}, {theme}"


def test_both_themes_name_the_same_colors():
    assert palette.LIGHT.keys() == palette.DARK.keys()
