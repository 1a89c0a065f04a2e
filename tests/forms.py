"""A form of a page as a browser without scripts would send it."""

from html.parser import HTMLParser


class Form(HTMLParser):
    """Reads the fields of the form with an id; ``fields`` are names and values, in order."""

    def __init__(self, page: str, form_id: str) -> None:
        super().__init__()
        self.form_id = form_id
        self.fields: list[tuple[str, str]] = []
        self.inside = False
        self._select: str | None = None
        self._textarea: str | None = None
        self.feed(page)
        assert self.fields, f"the page has no form {form_id}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = given.get("id") == self.form_id
        if not self.inside:
            return
        name, value = given.get("name", ""), given.get("value", "")
        if tag == "input" and (given.get("type") != "checkbox" or "checked" in given):
            self.fields.append((name, value))
        elif tag == "select":
            self._select = name
            self.fields.append((name, ""))
        elif tag == "option" and self._select and "selected" in given:
            self.fields[-1] = (self._select, value)
        elif tag == "textarea":
            self._textarea = name
            self.fields.append((name, ""))

    def handle_data(self, data: str) -> None:
        if self._textarea:
            name, before = self.fields[-1]
            self.fields[-1] = (name, before + data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._textarea = None

    def data(self, **typed: str | list[str]) -> dict[str, list[str]]:
        """What is sent, with what somebody typed in place of what stood there.

        Dots in names are written as two underscores: ``assets__0__name``.
        """
        found: dict[str, list[str]] = {}
        for name, value in self.fields:
            found.setdefault(name, []).append(value)
        for name, text in typed.items():
            found[name.replace("__", ".")] = [text] if isinstance(text, str) else text
        return found
