"""What people do with a riddle, decided without Slack: guesses, points, opinions, rewrites, being forgotten."""
