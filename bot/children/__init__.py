"""Child programs: heavy work in processes of its own."""
