"""A writer before the team: blind duels with its challenger, and the watch after a promotion."""
