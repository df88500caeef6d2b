"""What the button in JupyterLab and whoever grades say to each other, over HTTP.

The same three addresses are served twice: by the student's own Jupyter server, which the button
asks, and by a hub's service, to which that server forwards where the solutions are not on it.

====  ==================================  ========================================================
GET   ``autograder/check-work``           `About`; 404 with `Refusal` where nobody can be asked:
                                          there is no button then
POST  ``autograder/check-work/requests``  202 with `Receipt`; at the student's own server with
                                          `Wish` as JSON, at the service with the notebook's bytes
                                          and ``?name=softmax.ipynb``
GET   ``.../requests/ID``                 `Waiting`, `Grading`, `Done` or `Failed`
====  ==================================  ========================================================

Whatever is refused has another status than 2xx, and `Refusal` as JSON: 400 no request, 401 nobody
that the hub knows, 403 not theirs or not open, 404 no such request or file, 409 a risk that was not
accepted, 411 no length, 413 too large, 429 too many, 503 no answer can be had now.
"""

from __future__ import annotations

from typing import Literal, NotRequired, Protocol, TypedDict

from autograder.check_work.answer import Answer


class About(TypedDict):
    """Who grades, and what the button shows."""

    kind: Literal["local", "course"]
    points: bool  # whether points are shown
    assignments: list[str] | None  # the names of those that are open; None: all
    risk: NotRequired[str]  # what has to be accepted, once a notebook, before code is run


class Wish(TypedDict):
    """What the button sends to the student's own server, which reads the saved file itself."""

    path: str  # in the server's contents
    accepted: NotRequired[bool]  # the risk


class Receipt(TypedDict):
    """By what the answer is asked for."""

    id: str


class Refusal(TypedDict):
    """Why not, in one sentence."""

    reason: str


class Waiting(TypedDict):
    """Others come first."""

    state: Literal["waiting"]
    place: int  # 1 is next


class Grading(TypedDict):
    """It is being graded."""

    state: Literal["grading"]
    done: int
    of: int  # 0 before it is known


class Done(TypedDict):
    """It was graded."""

    state: Literal["done"]
    answer: Answer


class Failed(TypedDict):
    """It could not be graded."""

    state: Literal["failed"]
    reason: str


RequestState = Waiting | Grading | Done | Failed


class NotNow(Exception):
    """A refusal: its status and its sentence."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


class Backend(Protocol):
    """Whoever grades for the student's own Jupyter server: this machine, or a hub's service.

    Each method may raise `NotNow`, and none may keep the server from serving others.
    """

    async def about(self) -> About:
        """Return who grades; `NotNow` with 404 if nobody can be asked."""

    async def ask(self, name: str, content: bytes, accepted: bool) -> str:
        """Take a notebook to be graded; return the request's id."""

    async def state(self, number: str) -> RequestState:
        """Return what has become of a request; 404 if there is none."""

    async def close(self) -> None:
        """End what was started."""
