"""A run from its request to its verdict: stages, folder, exam, scorecard, gate, and what it tells."""
