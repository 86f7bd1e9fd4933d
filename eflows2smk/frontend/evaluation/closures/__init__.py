"""How each kind of operation is executed: functions that make closures, by subject."""
