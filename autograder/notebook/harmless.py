"""Outputs of student code as they may be stored: formgrader shows them in a browser as they are."""

from __future__ import annotations

_KEPT = ("text/plain", "image/png", "image/jpeg")  # of the rest, what could run is not worth it


def harmless(outputs: list[dict]) -> list[dict]:
    """Return notebook outputs without scripts: text, pictures, and HTML made safe."""
    return [_shown(output) if "data" in output else output for output in outputs]


def _shown(output: dict) -> dict:
    data = {kind: value for kind, value in output["data"].items() if kind in _KEPT}
    fragment = output["data"].get("text/html")
    if isinstance(fragment, str):
        import nh3  # few notebooks show HTML

        data["text/html"] = nh3.clean(fragment, link_rel="noopener noreferrer nofollow")
    if not data:
        kinds = ", ".join(sorted(output["data"]))[:200]
        data["text/plain"] = f"[an output of a kind that is not kept: {kinds}]"
    for kind in _KEPT[1:]:
        if kind in data and not _is_base64(data[kind]):
            del data[kind]
    return {**output, "data": data}


def _is_base64(text: object) -> bool:
    return isinstance(text, str) and all(c.isalnum() or c in "+/=\n" for c in text[:10_000_000])
