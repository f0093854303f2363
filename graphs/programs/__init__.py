"""A program by itself explains what follows, with the names that it is given, of whatever field; a pack by the same, with its names."""
