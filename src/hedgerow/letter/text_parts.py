"""Parts of the plain text that came with links, questions and the domains of a life, as lines yet to be wrapped.

A line that begins with two spaces stays indented when it is wrapped, and one that is an address alone is never cut.
"""

from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from hedgerow.letter.domains import DomainsWords
from hedgerow.letter.language import Language
from hedgerow.letter.offers import Offer
from hedgerow.letter.parts import ActionLink, PolicyPart, QuestionsPart


def linked(links: Sequence[ActionLink], language: Language) -> Iterator[str]:
    """Each with its address on a line of its own, where no program breaks it; of a mail to write, whom it is to."""
    for link in links:
        lead = language.say("{lead}:", lead=link.text)
        mailbox = unquote(link.url.removeprefix("mailto:").partition("?")[0])
        yield f"  {lead}"
        yield f"  {mailbox if link.url.startswith('mailto:') else link.url}"


def domains_lines(domains: DomainsWords) -> Iterator[str]:
    yield f"{domains.summary} {domains.regions}"
    yield ""
    for shared in domains.shared:
        yield f"* {shared.title} – {shared.domains}"
    if domains.more:
        yield domains.more
    if domains.shared:
        yield ""
    for hours in domains.hours:
        yield f"{hours.said} – {hours.compared}"
    yield ""
    yield domains.note


def offer_lines(offers: Sequence[Offer], language: Language) -> Iterator[str]:
    for offer in offers:
        lead = language.say("{lead}:", lead=offer.title)
        yield f"{lead} {offer.state}"
        yield f"  {offer.when}"
        yield from linked(offer.links, language)
        yield ""


def questions_lines(questions: QuestionsPart, language: Language) -> Iterator[str]:
    if questions.note:
        yield questions.note
    for question in questions.questions:
        lead = language.say("{lead}:", lead=question.step)
        yield ""
        yield f"{lead} {question.text}"
    if questions.write_url:
        yield ""
        yield from linked((ActionLink(language.say("Write a few lines"), questions.write_url),), language)


def policy_lines(policy: PolicyPart, language: Language) -> Iterator[str]:
    if policy.followed:
        yield policy.followed
    if policy.followed and policy.title:
        yield ""
    if not policy.title:
        return
    yield policy.title
    yield policy.evidence
    yield from ("", *(f"  {line}" for line in policy.diff), "")
    if policy.note:
        yield policy.note
    yield from linked([link for link in (policy.accept, policy.refuse) if link], language)


def change_title(policy: PolicyPart, language: Language) -> str:
    return language.say("One change worth trying") if policy.title else language.say("The change you made")


def asks_first(language: Language) -> str:
    return language.say("A link opens your own server, which asks before it changes anything.")
