"""The audit of a rule base: what is wrong, where, a runner who shows it, and what to do."""
