"""Is it better? The exam, the metrics, the scorecard, the statistics of people's ratings, and the gate."""
