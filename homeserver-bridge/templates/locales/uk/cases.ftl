### Cases: what officers do with a report.
