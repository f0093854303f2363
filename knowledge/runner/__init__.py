"""What follows for one runner: the intake, the assessment and its results."""
