"""What the channel hears of a writer after the verdict."""

WATCH_TITLE = "The riddle writer"
