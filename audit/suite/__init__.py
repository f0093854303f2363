"""Testing a pack: running its cases and rule checks, how much of the rules they cover, and which changes they would notice."""
