"""Buttons and titles: Slack allows 24 characters in a modal's title, 75 on a button."""

GUESS, HINT, HOW, RATE, SEE_RESULT = "Guess", "Hint", "How it works", "Rate", "See the answer"
SHOW_ANSWER, RATE_ANOTHER, SEND, CLOSE, DONE = "Show me the answer", "Rate another riddle", "Send", "Close", "Done"
YOUR_GUESS, THE_ANSWER, RATE_TITLE, NOTICE_TITLE = "Your guess", "The answer", "Rate a riddle", "Riddlewire"
CONSENT = "My ratings may be used to train our riddle model"
CANT_TELL = "Can't tell"
