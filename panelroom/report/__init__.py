"""The report to the Police and Crime Panel: one value computed from rows, then laid out for people and machines."""
