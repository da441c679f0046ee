"""People in a story whom nobody elected or paid to see: a riddle must not be about them.

Newspapers mark private people: by age ("Ann Lee, 34,"), by courtesy title ("Mrs Lee"), by kinship or neighbourhood
("her father, Tom Lee", "neighbour Tom Lee"). Whoever the story also calls by a public office or trade ("Mayor Ann Lee",
"the singer Tom Lee, 34,") is public. Not covered: private people told without any such mark, and names of one word.
"""

import re
from collections.abc import Iterator

from riddles.article import Article

_NAME = r"[A-Z][\w'’-]+(?: (?:de |van |von |al-|Mc|Mac|O')?[A-Z][\w'’-]+){1,2}"
_LAST = r"[A-Z][\w'’-]+(?:-[A-Z][\w'’]+)?"
_KIN = (
    "wife|husband|partner|mother|father|mum|dad|son|daughter|sister|brother|uncle|aunt|cousin|neighbour|neighbor|"
    "grandmother|grandfather|grandson|granddaughter|girlfriend|boyfriend|fiance|fiancee|resident|villager|pensioner|"
    "passer-by|bystander|pupil|schoolboy|schoolgirl|toddler|teenager|victim|nurse|student|shopper|motorist|widow|widower"
)
_OFFICE = (
    "president|minister|secretary|chancellor|premier|prime minister|mayor|senator|congressman|congresswoman|governor|"
    "mp|ambassador|king|queen|prince|princess|pope|archbishop|bishop|commissioner|director|chairman|chairwoman|chair|"
    "chief|executive|boss|founder|leader|spokesman|spokeswoman|spokesperson|captain|coach|manager|striker|goalkeeper|"
    "midfielder|defender|champion|skipper|player|star|singer|actor|actress|comedian|author|novelist|poet|painter|artist|director|"
    "presenter|broadcaster|astronaut|scientist|professor|judge|composer|conductor|pianist|rapper|designer|architect|chef|"
    "cyclist|sprinter|swimmer|golfer|boxer|driver|jockey|winger|number one|no 1|seed|world|olympic|billionaire"
)
_SAYS = "and|of|from|who|whose|said|says|was|is|told|has|had|with"
_AGE = rf"(?:aged )?\d{{1,3}}(?=[,.;](?!\d)|\s+(?:{_SAYS})\b|$)"  # not "Karsen Hut, 2,110 metres up"
_AGED = re.compile(rf"({_NAME}), {_AGE}|({_NAME}) \((?:aged )?\d{{1,3}}\)")
_TITLED = re.compile(rf"\b(?:Mr|Mrs|Ms|Miss|Mx)\.? ((?:{_LAST} )?{_LAST})")
_RELATED = re.compile(rf"\b(?:{_KIN}),? ({_NAME})|({_NAME}), (?:a|an|the|his|her|their) (?:[\w-]+ )?(?:{_KIN})\b")
_PUBLIC = re.compile(
    rf"\b(?i:{_OFFICE})s?,? (?:of [A-Z]\w+ )?({_NAME})"
    rf"|({_NAME}), (?:\d{{1,3}}, )?(?:an?|the|[A-Z][\w'’]+(?: [A-Z]\w+)?['’]s) (?:[\w'’-]+ ){{0,4}}(?i:{_OFFICE})\b"
)


def private(article: Article) -> list[str]:
    """The private people a story names, each once, in the order it marks them so."""
    told = f"{article.title}. {article.text}"
    public = {name.split()[-1].lower() for name in _found(_PUBLIC, told)}
    marked = dict.fromkeys(name for pattern in (_AGED, _TITLED, _RELATED) for name in _found(pattern, told))
    return [name for name in marked if name.split()[-1].lower() not in public]


def _found(pattern: re.Pattern[str], told: str) -> Iterator[str]:
    for match in pattern.finditer(told):
        name = next(filter(None, match.groups()))
        yield re.sub(r"['’]s$", "", name)
