"""The rule graph of a pack, rendered."""
