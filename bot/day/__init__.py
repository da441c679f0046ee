"""The riddle's day: when what is due, drafts, posts, reveals and reminders."""
