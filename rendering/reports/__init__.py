"""What each report says, as blocks: one file a report, the same for every writer."""
