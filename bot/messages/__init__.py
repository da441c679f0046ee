"""What the bot tells: rows of the outbox, written by whoever has something to say, and brought to Slack."""
