"""The rule graph of a pack: what can lead to what, whatever a runner answers."""
