"""For those who review a pack: rules in plain sentences, what changed since somebody signed, and who signed what."""
