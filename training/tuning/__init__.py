"""Fine-tuning: recipes, trainers, and what watches and guards a training from inside."""
