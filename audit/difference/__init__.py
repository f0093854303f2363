"""Two packs compared by meaning: what changed in the files, and which runners are told something else."""
