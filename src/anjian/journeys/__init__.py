"""Use cases that cross apps: assembling a closed case into its file, and sealing that file for strangers."""
