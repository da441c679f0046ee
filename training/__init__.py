"""From ratings to a better adapter: labels, examples, datasets, the LoRA run, sealed adapters."""
