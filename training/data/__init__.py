"""From what people say to training rows: whose word counts, labels, examples, frozen datasets."""
