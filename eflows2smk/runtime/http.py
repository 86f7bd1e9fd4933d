"""Requests to web services: ``python -m eflows2smk.runtime.http METHOD BASE RESOURCE [--payload TEXT] …``.

In texts ``{name}`` stands for an argument. The documentation of COMPSs' ``@http`` says what each of them means.
"""

from __future__ import annotations

import re
import sys

from eflows2smk.runtime.errors import JobError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from typing import Any

_NAME = re.compile(r"\{(\w+)\}")
_UPDATE = re.compile(r"\s*\{(\w+)\}\.([\w.-]+)\s*=\s*\{(\w+)\}\s*")
# What URLs are made of; all else in an argument is encoded.
_SAFE = "/?=&:%+,;@$!*'()~"
_OPTIONS = ("--payload", "--payload-type", "--produces", "--updates")


class Request:
    """One request. payload, produces, updates: "" for none.

    produces: the form of a JSON response, with ``{return_0}`` and other names for what is taken out of it.
    updates: ``{event}.key = {name}``, which sets a key of a dictionary among the arguments.
    """

    def __init__(
        self, method: str, base: str, resource: str, payload: str, payload_type: str, produces: str, updates: str
    ) -> None:
        self.method = method.upper()
        self.base = base
        self.resource = resource
        self.payload = payload
        self.payload_type = payload_type or "application/json"
        self.produces = produces
        self.updates = updates

    def send(self, values: Mapping[str, Any], files: Collection[str], returns: int | None) -> Any:
        """What the service answers. Raises JobError for an error of the service, or an answer of another form.

        files: the arguments that are paths, of which the content counts. returns: how many values are expected, None
        for the answer as it is.
        """
        answer = self._answer(values, files)
        if not self.produces:
            return answer
        from json import loads

        found = dict(_taken(loads(self.produces), answer, "the answer"))
        if self.updates:
            self._update(values, found)
        if returns is None:
            return found.get("return_0", answer)
        missing = [name for name in (f"return_{number}" for number in range(returns)) if name not in found]
        if missing:
            raise JobError(f"'produces' does not say where to find {missing[0]}")
        return [found[f"return_{number}"] for number in range(returns)]

    def _answer(self, values: Mapping[str, Any], files: Collection[str]) -> Any:
        from http.client import HTTPException
        from urllib.error import HTTPError
        from urllib.parse import quote
        from urllib.request import Request as Sent
        from urllib.request import urlopen

        resource = _NAME.sub(lambda found: quote(_text(found[1], values, files), safe=_SAFE), self.resource)
        url = f"{self.base.rstrip('/')}/{resource.lstrip('/')}"
        if not url.startswith(("http://", "https://")):
            raise JobError(f"'{url}' is no address of a web service")
        data = self._body(values, files).encode() if self.payload else None
        sent = Sent(url, data, {"Content-Type": self.payload_type} if data is not None else {}, method=self.method)
        try:
            with urlopen(sent) as response:
                return _decoded(response.read())
        except HTTPError as error:
            said = error.read().decode(errors="replace").strip()[:500]
            raise JobError(f"{self.method} {url}: {error.code} {error.reason}{': ' if said else ''}{said}") from None
        except (OSError, HTTPException) as error:
            raise JobError(f"{self.method} {url}: {getattr(error, 'reason', None) or error}") from None

    def _body(self, values: Mapping[str, Any], files: Collection[str]) -> str:
        """The payload. In JSON a value stands as JSON, between quotes as the text inside of a string."""
        from json import dumps

        is_json = "json" in self.payload_type

        def of(found: re.Match[str]) -> str:
            name = found[1]
            if name in files or not is_json:
                return _text(name, values, files)
            before = self.payload[: found.start()].replace('\\"', "")
            if before.count('"') % 2:
                return dumps(_text(name, values, files), ensure_ascii=False)[1:-1]
            try:
                return dumps(_value(name, values), ensure_ascii=False)
            except TypeError as error:
                raise JobError(f"the argument '{name}' can't be sent: {error}") from None

        return _NAME.sub(of, self.payload)

    def _update(self, values: Mapping[str, Any], found: Mapping[str, Any]) -> None:
        update = _UPDATE.fullmatch(self.updates)
        if update is None or update[3] not in found:
            raise JobError(f"'updates' has to be 'argument.key = name', with a name of 'produces': {self.updates}")
        target: Any = _value(update[1], values)
        *path, key = update[2].split(".")
        try:
            for step in path:
                target = target[step]
            target[key] = found[update[3]]
        except (KeyError, TypeError):
            raise JobError(f"there is no '{update[2]}' to set in '{update[1]}'") from None


def _value(name: str, values: Mapping[str, Any]) -> Any:
    if name not in values:
        raise JobError(f"there is no argument '{name}'")
    return values[name]


def _text(name: str, values: Mapping[str, Any], files: Collection[str]) -> str:
    value = _value(name, values)
    if name in files:
        with open(value, encoding="utf-8") as file:
            return file.read()
    return str(value)


def _decoded(body: bytes) -> Any:
    import json

    text = body.decode(errors="replace")
    try:
        return json.loads(text)
    except ValueError:
        return text


def _taken(form: Any, answer: Any, where: str) -> list[tuple[str, Any]]:
    """Names in the form, with what is at their place in the answer."""
    if isinstance(form, str):
        found = _NAME.fullmatch(form.strip())
        return [] if found is None else [(found[1], answer)]
    taken = []
    for key, part in form.items() if isinstance(form, dict) else enumerate(form) if isinstance(form, list) else ():
        if not _NAME.search(str(part)):
            continue
        try:
            inner = answer[key]
        except (KeyError, IndexError, TypeError):
            raise JobError(f"{where} has no {key!r}") from None
        taken += _taken(part, inner, f"{where}[{key!r}]")
    return taken


def main(words: Sequence[str]) -> int:
    """The exit code."""
    from eflows2smk.runtime.arguments import parse
    from eflows2smk.runtime.importing import prepare
    from eflows2smk.runtime.job import finish

    stated = dict.fromkeys(_OPTIONS, "")
    position = 3
    while words[position : position + 1] and words[position] in stated:
        stated[words[position]] = words[position + 1]
        position += 2
    request = Request(*words[:3], *stated.values())
    order = parse(["", f":{request.method} {request.resource}", *words[position:]])
    files = [name for option, name, _ in order.parameters if option == "--path"]
    returns = None if order.results is None or (order.single and not request.produces) else len(order.results)
    # Objects of the user's classes are among the arguments, perhaps.
    prepare("main.py", ())

    def made(values: Mapping[str, Any]) -> Any:
        answer = request.send(values, files, returns)
        return answer[0] if returns is not None and order.single else answer

    return finish(order, lambda: made)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
