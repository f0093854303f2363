"""What can be asked of a conclusion: how, why, why not, what if, and what would change it."""
