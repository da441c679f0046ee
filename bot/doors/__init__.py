"""How Slack reaches the bot (Socket Mode, HTTP mode), and how whoever watches it asks for its health."""
