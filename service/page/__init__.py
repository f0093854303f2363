"""The page for a person: the interview on a phone, with and without JavaScript."""
