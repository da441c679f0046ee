"""`riddlewire doctor`: what the bot needs, looked at, with the remedy for each fault."""
