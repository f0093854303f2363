"""How a pack does on cases and in simulated interviews."""
