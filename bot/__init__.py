"""The Slack bot: what people see, the clock, and the command line."""
