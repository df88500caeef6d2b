"""The look of the course's pictures: they can be read on a white page and on a black one.

The module `pictures` beside each notebook draws with it. Needs only matplotlib.
"""

import textwrap
from functools import wraps
from io import BytesIO

import matplotlib.pyplot as plt
from matplotlib.colors import to_rgb

# Okabe and Ito, "Color Universal Design", 2008; orange is darker here, to be seen on white
BLUE, ORANGE, GREEN, RED, PURPLE = "#0072B2", "#D68F00", "#009E73", "#D55E00", "#CC79A7"
# Jupyter puts a white or black box behind a figure whose tick labels are all dark or all light;
# with one grey just below the middle and one just above it the page shows through
GREY, ABOVE_GREY = "#7F7F7F", "#808080"

STYLE = {
    "axes.axisbelow": True,
    "axes.edgecolor": GREY,
    "axes.facecolor": "none",
    "axes.grid": True,
    "axes.labelcolor": GREY,
    "axes.prop_cycle": plt.cycler(color=(BLUE, ORANGE, GREEN, RED, PURPLE)),
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titlesize": "medium",
    "axes.titleweight": "bold",
    "figure.dpi": 100,
    "figure.facecolor": "none",
    "figure.figsize": (4.8, 3.4),  # a telephone shows it at two thirds: letters stay 10 pixels high
    "font.size": 12,
    "grid.alpha": 0.25,
    "grid.color": GREY,
    "legend.frameon": False,
    "lines.linewidth": 2.2,
    "text.color": GREY,
    "xtick.color": GREY,
    "ytick.color": ABOVE_GREY,
}


class NotDrawn(Exception):
    """A picture stopped with an error; IPython shows the sentence, without a traceback."""

    def _render_traceback_(self):
        return textwrap.wrap(str(self), 100)


def in_course_style(draw):
    """Return `draw` with the course's look; an unsolved exercise gives a note, not an error.

    Any other error is raised as NotDrawn, in a sentence that names it.
    """

    @wraps(draw)
    def styled(*args, **kwargs):
        with plt.rc_context(STYLE):
            try:
                draw(*args, **kwargs)
            except NotImplementedError:
                plt.close()
                note("This picture draws your own function:\nwrite it, then run this cell again.")
            except Exception as error:
                plt.close()
                raise NotDrawn(
                    f"The picture is not drawn: {type(error).__name__}: {error}. If it draws what "
                    "your own code gives, get that right first, then run this cell again."
                ) from error

    return styled


def sliders(draw, **ranges):
    """Draw a picture anew whenever a slider is moved; where there are no sliders, draw it once.

    Parameters
    ----------
    draw : callable
        Takes a number for each slider, by name, and draws one picture.
    **ranges : (least, largest, step, start) tuples of float
        One for each slider.
    """
    try:
        from ipywidgets import FloatSlider, interact
    except ImportError:
        print("Sliders need ipywidgets, which is not installed: here is the picture at the start.")
        draw(**{name: start for name, (*_, start) in ranges.items()})
        return
    from IPython.display import Image, display

    boxes = {}  # what is cut out of a picture of each size: to look for its edges takes long

    def redraw(**values):
        draw(**values)
        figure, file = plt.gcf(), BytesIO()
        size = tuple(figure.get_size_inches())
        if size not in boxes:
            boxes[size] = figure.get_tightbbox().padded(0.1)
        figure.savefig(file, bbox_inches=boxes[size])
        plt.close(figure)
        display(Image(file.getvalue()))

    kinds = {
        name: FloatSlider(min=least, max=largest, step=step, value=start)
        for name, (least, largest, step, start) in ranges.items()
    }
    interact(redraw, **kinds)


def note(text):
    """Draw a frame with a sentence in it."""
    _, axes = plt.subplots(figsize=(4.8, 1.2))
    axes.set(xticks=[], yticks=[])
    axes.spines[:].set(visible=True)
    axes.text(0.5, 0.5, text, ha="center", va="center")


def pale(colour):
    """Return the colour mixed with white, (3,) tuple of float: black ink can be read on it."""
    return tuple(0.35 * part + 0.65 for part in to_rgb(colour))
