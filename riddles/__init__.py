"""Article in, riddle out: the words every other room speaks. Imports no other room."""
