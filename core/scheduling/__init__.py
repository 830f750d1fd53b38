"""Work nobody has to remember: jobs by the clock, each slot done once whoever runs."""
