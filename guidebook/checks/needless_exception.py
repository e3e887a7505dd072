"""An exception that a translation lists is needed, and says why.

`accepted` lists a text that a rule would report. Where the rule no longer reports it, the exception
would hide the next mistake. A warning; an unknown rule or field or an empty reason is an error.

Good:

    accepted:
      - field: title
        rule: same-as-source
        because: The programme has the same name in Estonian.

Bad:

    accepted:
      - field: title
        rule: same-as-sauce
        because: The programme has the same name in Estonian.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from guidebook.checks import (
    agreed_term,
    avoided_form,
    lost_link,
    lost_number,
    same_as_source,
    wrong_language,
)
from guidebook.checks._files import CheckedFile, Pair
from guidebook.model import AcceptedException
from guidebook.problems import Problem, Severity, nearest, one_of, quote

ID = "needless-exception"

ACCEPTABLE = {
    rule.ID: rule.find
    for rule in (agreed_term, avoided_form, lost_link, lost_number, same_as_source, wrong_language)
}
"""The rules that can be accepted."""


def check_files(files: Sequence[CheckedFile]) -> Iterator[Problem]:
    """Yield a problem for each exception that nothing needs."""
    for file in files:
        if file.state is None or not file.state.accepted:
            continue
        texts = {pair.name: pair for pair in file.pairs}
        for index, item in enumerate(file.state.accepted):
            told = _fault(item, texts)
            if told is not None:
                key, message, advice, severity = told
                place = file.places.value(("accepted", index, key) if key else ("accepted", index))
                yield Problem(place, ID, message, advice, severity)


def _fault(
    item: AcceptedException, texts: Mapping[str, Pair]
) -> tuple[str, str, str, Severity] | None:
    """Return the key, message, advice and severity of what is wrong with an exception, or None."""
    if item.rule not in ACCEPTABLE:
        message = f"{quote(item.rule)} is not a rule that can be accepted."
        return "rule", message, one_of(item.rule, ACCEPTABLE), Severity.ERROR
    if item.field not in texts:
        message = f"{quote(item.field)} is not a translated text of this file."
        advice = f"Write the name of a text{nearest(item.field, texts)}, or delete the exception."
        return "field", message, advice, Severity.ERROR
    if not item.because.strip():
        message = "the exception gives no reason."
        return "because", message, "Write why the text is right as it is.", Severity.ERROR
    if ACCEPTABLE[item.rule](texts[item.field]) is None:
        message = f"the rule {quote(item.rule)} does not report {quote(item.field)}."
        return "", message, "Delete the exception.", Severity.WARNING
    return None
