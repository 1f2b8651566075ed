"""What goes wrong: an error where nothing could be done, a warning where something was left out."""


class Error(Exception):
    """Nothing could be done. `reason` says why, `path` which file it is about, `hint` what to try."""

    def __init__(self, reason: str, path: str | None = None, hint: str | None = None) -> None:
        super().__init__(reason, path, hint)
        self.reason = reason
        self.path = path
        self.hint = hint

    def __str__(self) -> str:
        place = f"{self.path}: " if self.path and self.path not in self.reason else ""
        hint = f"\n  try: {self.hint}" if self.hint else ""
        return f"{place}{self.reason}{hint}"


class ArticleWarning(UserWarning):
    """Something is wrong with an article, or with a file that should hold some. `skipped` says whether it was left out."""

    def __init__(self, path: str, reason: str, skipped: bool) -> None:
        super().__init__(path, reason, skipped)
        self.path = path
        self.reason = reason
        self.skipped = skipped

    def __str__(self) -> str:
        kind = "skipped: " if self.skipped else ""
        return f"{kind}{self.path}: {self.reason}"
