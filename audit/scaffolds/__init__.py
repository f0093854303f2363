"""New packs, rules and conditions to start from, each with a case that passes and a near miss."""
