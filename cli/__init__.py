"""The command line: one file per verb, no logic. Everything but click is imported when a verb runs."""
