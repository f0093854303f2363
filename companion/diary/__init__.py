"""The diary: what an entry is, what it may say, and the file that holds them."""
