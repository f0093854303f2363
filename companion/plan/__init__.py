"""The way back to running as it is lived: what happened to a plan, where it stands, its days, its calendar."""
