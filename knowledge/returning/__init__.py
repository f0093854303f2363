"""The way back to running as a state machine over the programmes of a pack: which one opens, and what follows each session."""
