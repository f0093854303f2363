"""Cases with what they must give, and the unit tests of rules."""
