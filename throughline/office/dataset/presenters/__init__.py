"""What pages show of the dataset, in finished values."""
