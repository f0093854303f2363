"""The interview: which question matters most now, and the conversation as a state machine without a terminal."""
