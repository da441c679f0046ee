"""Numbered, append-only migrations of the schema."""
