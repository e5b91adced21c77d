"""What a run means: measures of harm, silence and inequality, as pure functions of records and people."""
