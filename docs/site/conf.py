"""Sphinx's settings for the site. Pages open from the disk: nothing comes from the network."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

import autograder
from autograder.pages.text import formula

project = "NumPy course"
author = "the authors of the NumPy course"
version = release = autograder.__version__
html_title = "NumPy course"
language = "en"

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["README.md"]  # a part of it stands on a page of its own
suppress_warnings = [
    "myst.header",  # a notebook's headings begin where its cells do
    "toc.not_included",
]
myst_enable_extensions = ["colon_fence", "dollarmath"]
myst_heading_anchors = 4
myst_links_external_new_tab = False
napoleon_google_docstring = False
autodoc_typehints = "none"  # numpydoc says them in words
autodoc_member_order = "bysource"
default_role = "literal"
python_use_unqualified_type_names = True
add_module_names = False

html_theme = "furo"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_js_files = ["site.js"]
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_use_index = False
html_theme_options = {"navigation_with_keys": False}
pygments_style = "a11y-light"
pygments_dark_style = "a11y-dark"


def _inline(self: HTML5Translator, node: nodes.math) -> None:
    self.body.append(formula(node.astext(), block=False))
    raise nodes.SkipNode


def _block(self: HTML5Translator, node: nodes.math_block) -> None:
    self.body.append(
        f'<div class="formula" tabindex="0">{formula(node.astext(), block=True)}</div>'
    )
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Set formulas as MathML, which browsers show without a script or fonts of its own."""
    app.add_html_math_renderer("mathml", (_inline, None), (_block, None))


html_math_renderer = "mathml"
