"""What is counted and drawn for people: the week, the report, benchmarks, the judge."""
