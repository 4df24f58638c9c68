"""Declare a command once: click is built from the declaration, and simple command lines are parsed without click.

Importing click takes three times as long as starting Python, so the frequent commands are declared here, and
`Command.parse` reads the command lines that need no explanation. Whatever it does not understand, help and mistakes
included, is left to click, which `Command.to_click` makes from the same declaration.
"""

from __future__ import annotations

TYPE_CHECKING = False  # `typing` takes longer to import than most commands run
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    import click

    Suggest = Callable[[list[str], dict[str, Any]], str]


class UsageError(Exception):
    """A command line that a command does not accept: the sentence, and the parameter that it is about."""

    def __init__(self, message: str, parameter: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.parameter = parameter


class Parameter:
    """An option or argument of a command.

    Args:
        name: the keyword under which the command gets it.
        flags: how an option is written (`-k`, `--kind`); none for an argument.
        off: how a flag is switched off (`--no-edit`).
        is_flag: whether it takes no value.
        multiple: whether it may be repeated; an argument takes all words.
        required: whether it must be given.
        choices: the values that it may have.
        minimum: the lowest value of a number; a number has a default or a minimum.
        is_number: whether its value is a whole number.
        default: its value where it is not given.
        metavar: how its value is called in the help.
        help: what it does.
        show_default: whether the help states the default.
        empty: the value of an option that is given without one; only click reads such an option.
        hidden: whether the help leaves it out.
    """

    def __init__(
        self, name: str, *flags: str, off: str = "", is_flag: bool = False, multiple: bool = False,
        required: bool = False, choices: tuple[str, ...] = (), is_number: bool = False, minimum: int | None = None,
        default: Any = None, metavar: str | None = None, help: str = "",  # noqa: A002 — as click calls it
        show_default: bool = False, empty: str | None = None, hidden: bool = False,
    ) -> None:  # fmt: skip
        self.name, self.flags, self.off, self.is_flag, self.multiple = name, flags, off, is_flag, multiple
        self.required, self.choices, self.is_number, self.minimum = required, choices, is_number, minimum
        self.default = False if is_flag and not off and default is None else default
        self.metavar, self.help, self.show_default = metavar, help, show_default
        self.empty, self.hidden = empty, hidden

    def value(self, text: str) -> Any:
        """Return the value that a word stands for; None where click has to say what is wrong with it."""
        if self.empty is not None:
            return None
        if self.choices:
            return text if text in self.choices else None
        if not self.is_number:
            return text
        if not (text.isascii() and text.isdecimal() and len(text) < 19):
            return None
        return int(text) if self.minimum is None or int(text) >= self.minimum else None

    def to_click(self, command: Callable[..., Any]) -> Callable[..., Any]:
        """Add the parameter to a function, as click's decorators do."""
        import click

        if not self.flags:
            nargs = -1 if self.multiple else 1
            return click.argument(self.name, nargs=nargs, required=self.required, metavar=self.metavar)(
                command
            )
        options: dict[str, Any] = {"help": self.help, "default": self.default, "hidden": self.hidden}
        if self.is_flag and not self.off:
            options |= {"is_flag": True}
        elif not self.is_flag:
            options |= {
                "metavar": self.metavar,
                "type": self._click_type(),
                "show_default": self.show_default,
            }
        if self.empty is not None:
            options |= {"is_flag": False, "flag_value": self.empty}
        if self.multiple:
            options |= {"multiple": True, "default": ()}
        flags = [f"{flag}/{self.off}" if self.off and flag.startswith("--") else flag for flag in self.flags]
        return click.option(*flags, self.name, **options)(command)

    def _click_type(self) -> click.ParamType[Any] | type:
        import click

        if self.choices:
            return click.Choice(list(self.choices))
        if self.is_number:
            return int if self.minimum is None else click.IntRange(self.minimum)
        return str


class Command:
    """A command: its name, its parameters and the function that does it.

    Args:
        name: the last word of the command.
        parameters: its options and arguments, as the help lists them.
        function: gets each parameter by keyword and returns the exit code, or None for success.
        suggest: returns the command line that words after the last argument were probably meant as, given these words
            and the values of the parameters; "" where it does not know.
    """

    def __init__(
        self,
        name: str,
        parameters: Iterable[Parameter],
        function: Callable[..., int | None],
        suggest: Suggest | None = None,
    ) -> None:
        self.name = name
        self.function = function
        self.suggest = suggest
        self.parameters = tuple(parameters)
        self._flags = {
            flag: parameter
            for parameter in self.parameters
            for flag in (*parameter.flags, parameter.off)
            if flag
        }
        self._arguments = [parameter for parameter in self.parameters if not parameter.flags]

    def parse(self, words: list[str]) -> dict[str, Any] | None:
        """Return the values that the words after the command give; None where click has to read them."""
        values: dict[str, Any] = {}
        arguments: list[str] = []
        rest = iter(words)
        for word in rest:
            if word[:1] != "-":
                arguments.append(word)
                continue
            name, has_value, text = word.partition("=") if word[:2] == "--" else (word, "", "")
            parameter = self._flags.get(name)
            if parameter is None or (parameter.is_flag and has_value):
                return None
            if parameter.is_flag:
                value: Any = name != parameter.off
            else:
                text = text if has_value else next(rest, "")
                value = parameter.value(text)
                if value is None or text[:1] in ("", "-"):
                    return None
            if parameter.multiple:
                values[parameter.name] = (*values.get(parameter.name, ()), value)
            elif parameter.name in values:
                return None
            else:
                values[parameter.name] = value
        return self._with_arguments(values, arguments)

    def _with_arguments(self, values: dict[str, Any], words: list[str]) -> dict[str, Any] | None:
        """Give the words that are no options to the arguments, and what is not given its default."""
        for parameter in self._arguments:
            if parameter.multiple:
                values[parameter.name], words = tuple(words), []
                if parameter.required and not values[parameter.name]:
                    return None
            elif words:
                values[parameter.name], *words = words
            elif parameter.required:
                return None
        if words:
            return None
        for parameter in self.parameters:
            if parameter.name not in values:
                values[parameter.name] = () if parameter.multiple else parameter.default
        return values

    def to_click(self) -> click.Command:
        """Return the command as click runs it."""
        import click

        def callback(**values: Any) -> int | None:
            if extra := click.get_current_context().args:
                raise click.UsageError(self._explain_extra(extra, values))
            try:
                return self.function(**values)
            except UsageError as error:
                if error.parameter:
                    raise click.BadParameter(error.message, param_hint=error.parameter) from error
                raise click.UsageError(error.message) from error

        callback.__doc__ = self.function.__doc__
        for parameter in reversed(self.parameters):
            parameter.to_click(callback)
        settings = {"allow_extra_args": self.suggest is not None}
        return click.command(self.name, context_settings=settings)(callback)

    def _explain_extra(self, words: list[str], values: dict[str, Any]) -> str:
        return explain_extra(words, self.suggest(words, values) if self.suggest else "")


def explain_extra(words: list[str], meant: str) -> str:
    """Return what is wrong with words that belong to no parameter, and the command line that was probably meant."""
    plural = "s" if len(words) > 1 else ""
    hint = f": did you mean {meant}?" if meant else ""
    return f"unexpected argument{plural} {' '.join(words)!r}{hint}"


def command(
    name: str, *parameters: Parameter, suggest: Suggest | None = None
) -> Callable[[Callable[..., int | None]], Command]:
    """Declare the command that a function does."""
    return lambda function: Command(name, parameters, function, suggest)


FORCE = Parameter("force", "--force", is_flag=True, help="Keep a status or relation that looks misspelt.")
JSON = Parameter("as_json", "--json", is_flag=True, help="Print JSON instead of text.")
AT = Parameter(
    "at",
    "--at",
    metavar="REV",
    help="Read the records of this commit, branch or tag; nothing is checked out.",
)
