"""What leaves the meeting: minutes, feedback forms and the record for machines."""
