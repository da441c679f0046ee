"""The commands of runs, datasets, adapters and figures, as the console script ``riddlewire`` registers them."""
