"""CDS Hooks 2.0: the engine as cards beside a patient's record, by what the record's own forms say."""
