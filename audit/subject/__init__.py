"""What the checks look at: a pack, its program, and what several checks ask about them."""
