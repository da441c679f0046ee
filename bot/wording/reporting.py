"""Report a problem, and what admins decide."""

REPORT_TITLE, REPORT_WHY, REPORT_MORE = "Report a problem", "What is wrong with this riddle?", "Anything to add?"
REPORT_INTRO = "The riddle is hidden at once, for everybody, until an admin has looked at it."
REPORT_SENT = "Thank you. The riddle is hidden now, and an admin is told."
REPORT_NOTED = "Thank you. An admin has looked at this riddle before and let it stand; they are told again."
REPORTED_BEFORE = "You have reported this riddle already; an admin knows."
REPORT_REASONS = {
    "hurtful": "It mocks or hurts somebody",
    "untrue": "It says something untrue",
    "leak": "It gives the answer away",
    "unreadable": "It makes no sense",
    "other": "Something else",
}
UPHOLD, DISMISS = "Withdraw it", "Show it again"
UPHOLD_SURE = "The riddle stays hidden for good and teaches the model nothing."
DISMISS_SURE = "The riddle is shown again as it was; further reports do not hide it."
REPORTED = "Somebody reported a riddle"
STANDS_AGAIN = "It stands, because an admin has let it stand before."
DECIDED_BEFORE = "Another admin has decided this already."


def reported(reason: str, more: str) -> str:
    """What was reported."""
    return f"Reason: {reason}.{f' They add: “{more}”' if more else ''}"


def decided(upheld: bool) -> str:
    """What an admin decided."""
    return "The riddle is withdrawn." if upheld else "The riddle is shown again."
